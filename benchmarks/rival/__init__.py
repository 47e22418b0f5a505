"""The same program stated in linopy, from the same index arrays, to be measured beside ours."""
