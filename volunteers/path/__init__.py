"""From the first word to the first visit: the steps of somebody who would like to help, by whoever accompanies her.

`acts` are the verbs, `reading` what a page shows, `steps` the words. What was seen of a paper is `Evidence`; whom she may be
sent to follows from that alone (`volunteers.safeguarding`), never from a step.
"""
