-- Sends the bodies of a file in turn, and counts answers that are not what they should be.
local requests, turn, wrong = {}, 0, 0
errors = 0

function setup(thread)
  worker = thread -- there is only one
end

function init()
  for line in io.lines(os.getenv("BODIES")) do
    requests[#requests + 1] = wrk.format("POST", nil, nil, line)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

-- Errors stand before the data or after it, so that both ends tell, and nobody has to look through all of it.
function response(status, _, body)
  local whole = body:find('^{"data"%s*:%s*{') and body:sub(-16):find("}%s*}%s*$")
  if status ~= 200 or not whole then
    errors = errors + 1
  end
end

function done(summary, latency)
  io.write(string.format(
    '\nFIGURES {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "bytes": %d, "wrong": %d, "failed": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.bytes,
    worker:get("errors"), summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
