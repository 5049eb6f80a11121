"""The words of a question: who calls, which action, where and on which resource, under which conditions."""
