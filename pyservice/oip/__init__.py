"""The Open Inference Protocol, version 2: tensors, and what is asked and answered in them.

What REST and gRPC share stands here: neither knows the other, and both are doors of their own.
"""
