"""Pictures of posts shown in full: `decoding` looks at what came, `keeping` stores and names it,
`fetching` has it asked for in the background."""
