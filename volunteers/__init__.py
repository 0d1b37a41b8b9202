"""The lay side: volunteers, what they may and can, their associations' scope. A sibling of `helpers`."""
