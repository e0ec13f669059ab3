"""litellm told on its module how often to send again, which it does for some providers after what the inner client does."""

import litellm

litellm.num_retries = 3
# value: max_retries = OneOf(Known(2, sdk_default), Known(5, global))
# value: attempts = OneOf(Known(3, sdk_default), Known(6, global))
litellm.completion("gpt-4o-mini", [])
# value: attempts = OneOf(Known(2, call), Known(3, call))
litellm.completion("gpt-4o-mini", [], num_retries=1)
# value: attempts = OneOf(Known(1, call), Known(4, global))
litellm.completion("gpt-4o-mini", [], max_retries=0)
