"""The scripts that a Redis (or Valkey) server runs for the shared quota: each is one step, all of it or nothing.

Keys, in this order: generation, born, devices, seeded, fields, claims, then for each kind its ``slots`` and ``open``.

- ``generation`` is made anew in an empty server; ``seeded`` are the computers that have written their slots into it
  since, ``devices`` all that are known; ``born`` is the quota time of the first claim in it.
- ``slots`` (name -> microseconds) count by their time; ``open`` (the same) may still be used and count always.
- ``claims`` (a hash of subject and key -> "name|state|microseconds") say what is done for whom; ``fields`` (name ->
  its claims) find them again. A name is "device:attempt". Nothing here expires but by its own time.
"""

from __future__ import annotations

_SHARED = """
local generation, born, devices, seeded, fields, claims = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local COUNTED = {sent = true, unsure = true, ask = true}
local PENDING = {reserved = true, sending = true}
local function whole(number) return string.format('%.0f', number) end
local function parts(value) return string.match(value, '^([^|]*)|([^|]*)|([^|]*)$') end
local function device_of(name) return string.match(name, '^([^:]*):') end
local function each(text)
  local found = {}
  for one in string.gmatch(text or '', '[^,]+') do found[#found + 1] = one end
  return found
end
-- A claim of this name says what became of it; one of another name is left as it is.
local function claim(name, state, at)
  for _, field in ipairs(each(redis.call('HGET', fields, name))) do
    local value = redis.call('HGET', claims, field)
    if value and parts(value) == name then
      if COUNTED[state] or PENDING[state] or state == 'greeted' then
        redis.call('HSET', claims, field, name .. '|' .. state .. '|' .. whole(at))
      else
        redis.call('HDEL', claims, field)
      end
    end
  end
end
local function settle(slots, open, name, state, at)
  if PENDING[state] then
    redis.call('ZADD', open, whole(at), name)
  else
    redis.call('ZREM', open, name)
    if COUNTED[state] then redis.call('ZADD', slots, whole(at), name) else redis.call('ZREM', slots, name) end
  end
  claim(name, state, at)
end
local function missing(at)
  local away = redis.call('SDIFF', devices, seeded)
  local first = tonumber(redis.call('GET', born) or '0')
  if #away > 0 and (first == 0 or at <= first + tonumber(ARGV[3])) then return #away end
  return 0
end
-- How another computer's act stands: this very one, or (guarded) any of the series that is near.
local function holder(at, guard, this, guarded)
  for place, text in ipairs({this, guarded}) do
    for _, field in ipairs(each(text)) do
      local value = redis.call('HGET', claims, field)
      if value then
        local who, state, when = parts(value)
        local near = place == 1 or math.abs(at - tonumber(when)) < tonumber(guard)
        if device_of(who) ~= ARGV[2] and near then return state end
      end
    end
  end
  return false
end
-- The claims of a name: all of them, so that it is met by every key of the person.
local function take(name, state, at, this, guarded)
  local held = {}
  for _, field in ipairs(each(this .. ',' .. guarded)) do
    held[#held + 1] = field
    held[#held + 1] = name .. '|' .. state .. '|' .. whole(at)
  end
  redis.call('HSET', fields, name, this .. ',' .. guarded)
  redis.call('HSET', claims, unpack(held))
end
local function stranger()
  if redis.call('GET', generation) ~= ARGV[1] then return 'generation' end
  if redis.call('SISMEMBER', seeded, ARGV[2]) == 0 then return 'unseeded' end
  return false
end
"""
# ARGV everywhere: 1 generation, 2 device, 3 a week in microseconds (the margin included).

BEGIN = (
    _SHARED
    + """
-- 4 a name for a new generation, 5 the newest time this computer met here, 6.. the devices it knows of
local newest = 0
for place = 7, #KEYS do
  local top = redis.call('ZREVRANGE', KEYS[place], 0, 0, 'WITHSCORES')
  if top[2] then newest = math.max(newest, tonumber(top[2])) end
end
-- Empty, or set back to an older copy of itself: what other computers sent since is not in it.
if not redis.call('GET', generation) or newest < tonumber(ARGV[5]) then
  redis.call('SET', generation, ARGV[4])
  redis.call('DEL', seeded, born)
end
redis.call('SADD', devices, ARGV[2], unpack(ARGV, 6))
local known = redis.call('SMEMBERS', devices)
table.insert(known, 1, redis.call('GET', generation))
return known
"""
)
"""Answers the generation in force and all known devices. Where there is none, or data are missing, a new one begins."""

CLAIM = (
    _SHARED
    + """
-- 4 name, 5 quota time, 6 start of the date, 7 cap of a day, 8 cap of a week, 9 a day, 10 the guard,
-- 11 the claims of this very act, 12 those of any of the series (to be as far away as the guard)
local unknown = stranger()
if unknown then return {unknown} end
local slots, open, name, at = KEYS[7], KEYS[8], ARGV[4], tonumber(ARGV[5])
if redis.call('ZSCORE', open, name) then return {'granted'} end
if redis.call('ZSCORE', slots, name) then return {'held', 'sent'} end
for _, key in ipairs({slots, open}) do
  local newest = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')
  if newest[2] then at = math.max(at, tonumber(newest[2])) end
end
if redis.call('EXISTS', born) == 0 then redis.call('SET', born, whole(at)) end
local away = missing(at)
if away > 0 then return {'waits', tostring(away)} end
local held = holder(at, ARGV[10], ARGV[11], ARGV[12])
if held then return {'held', held} end
local pending = redis.call('ZCARD', open)
local function since(from) return pending + redis.call('ZCOUNT', slots, from, '+inf') end
if since('(' .. whole(at - tonumber(ARGV[3]))) >= tonumber(ARGV[8]) then return {'week'} end
if since('(' .. whole(at - tonumber(ARGV[9]))) >= tonumber(ARGV[7]) or since(ARGV[6]) >= tonumber(ARGV[7]) then
  return {'day'}
end
redis.call('ZADD', open, whole(at), name)
take(name, 'reserved', at, ARGV[11], ARGV[12])
return {'granted'}
"""
)
"""Person, windows and slot in one step; the same name again gets the same answer and no second slot."""

ANNOUNCE = (
    _SHARED
    + """
-- 4 name, 5 quota time, 6 the guard, 7 the claims of this very act, 8 those of any of the series
local unknown = stranger()
if unknown then return {unknown} end
local open, before = KEYS[8], redis.call('ZSCORE', KEYS[8], ARGV[4])
if not before then return {'gone'} end
local at = math.max(tonumber(ARGV[5]), tonumber(before))
local held = holder(at, ARGV[6], ARGV[7], ARGV[8])
if held then return {'held', held} end
redis.call('ZADD', open, whole(at), ARGV[4])
take(ARGV[4], 'sending', at, ARGV[7], ARGV[8])
return {'done'}
"""
)
"""The click comes next, unless another computer greets this person by any key that is known by now."""

STAMP = (
    _SHARED
    + """
-- 4 name, 5 state, 6 time
local unknown = stranger()
if unknown then return {unknown} end
for place = 7, #KEYS, 2 do
  local slots, open = KEYS[place], KEYS[place + 1]
  local before = redis.call('ZSCORE', open, ARGV[4])
  local settled = redis.call('ZSCORE', slots, ARGV[4])
  if before or settled then
    settle(slots, open, ARGV[4], ARGV[5], math.max(tonumber(ARGV[6]), tonumber(before or settled)))
    return {'done'}
  end
end
return {'gone'}
"""
)
"""What became of a claimed slot. Its time only ever grows."""

PUT_RIGHT = (
    _SHARED
    + """
-- 4 quota time, 5 this computer's slots as JSON: name, place of its kind, state, time, claims
if redis.call('GET', generation) ~= ARGV[1] then return {'generation'} end
local listed, others = {}, redis.call('SMEMBERS', devices)
-- In a copied data folder lie the slots of where it was copied from: each is one message, and counts once.
local function counted_elsewhere(slots, name)
  local attempt = string.match(name, ':(.*)$')
  for _, other in ipairs(others) do
    if other ~= ARGV[2] and redis.call('ZSCORE', slots, other .. ':' .. attempt) then return true end
  end
  return false
end
for _, one in ipairs(cjson.decode(ARGV[5])) do
  local name, slots, open, state = one[1], KEYS[5 + 2 * one[2]], KEYS[6 + 2 * one[2]], one[3]
  listed[name] = true
  local at = math.max(tonumber(one[4]), tonumber(redis.call('ZSCORE', slots, name) or '0'))
  -- What is only reserved is no fact to be written down: it is granted by a claim, or not at all.
  local fact = state ~= 'reserved'
  if fact then redis.call('HSET', fields, name, one[5]) end
  if fact and (COUNTED[state] or PENDING[state] or state == 'greeted') then
    for _, field in ipairs(each(one[5])) do
      redis.call('HSETNX', claims, field, name .. '|' .. state .. '|' .. whole(at))
      local value = redis.call('HGET', claims, field)
      local who, _, when = parts(value)
      if device_of(who) == ARGV[2] and tonumber(when) <= at then
        redis.call('HSET', claims, field, name .. '|' .. state .. '|' .. whole(at))
      end
    end
  end
  if fact and not counted_elsewhere(slots, name) then settle(slots, open, name, state, at) end
end
-- Open there and not known here any more: what was only reserved goes; an announced click may have been made.
for place = 7, #KEYS, 2 do
  local slots, open = KEYS[place], KEYS[place + 1]
  for _, name in ipairs(redis.call('ZRANGE', open, 0, -1)) do
    if device_of(name) == ARGV[2] and not listed[name] then
      local state = 'released'
      for _, field in ipairs(each(redis.call('HGET', fields, name))) do
        local value = redis.call('HGET', claims, field)
        local who, held = parts(value or '||')
        if who == name and held == 'sending' then state = 'unsure' end
      end
      settle(slots, open, name, state, math.max(tonumber(ARGV[4]), tonumber(redis.call('ZSCORE', open, name))))
    end
  end
end
redis.call('SADD', seeded, ARGV[2])
return {'done'}
"""
)
"""This computer's slots as its ledger has them; from then on it may be granted some in this generation."""

STANDING = (
    _SHARED
    + """
-- 4 quota time
local unknown = stranger()
if unknown then return {unknown} end
local away = missing(tonumber(ARGV[4]))
if away > 0 then return {'waits', tostring(away)} end
return {'done'}
"""
)
"""Whether a claim could be granted at all."""
