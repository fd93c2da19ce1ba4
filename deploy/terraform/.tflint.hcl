# Its own rules, all of them. Those of the provider are a program that it fetches by itself.
plugin "terraform" {
  enabled = true
  preset  = "all"
}
