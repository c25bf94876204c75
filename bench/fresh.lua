-- wrk: a query string of its own for each request, so that no cache of pages can answer.
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", wrk.path .. "?fresh=" .. n)
end
