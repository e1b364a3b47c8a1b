package person

import _ "approdo/internal/open/story"
