import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {Shard, StreamRecord} from '../../../source/aws/stream.ts';
import {frameLines} from '../../../source/console/frame.ts';
import {asciiGlyphs} from '../../../source/console/glyphs.ts';
import {lineText, lineWidth} from '../../../source/console/line.ts';
import {emptyList} from '../../../source/console/list.ts';
import type {StreamTab} from '../../../source/console/place.ts';
import {listOf, withList, type State} from '../../../source/console/state.ts';
import {TailFeed} from '../../../source/console/streams/tail-feed.ts';
import {beginTail, tailPlaceOf, togglePause} from '../../../source/console/streams/tail-state.ts';
import {hashKeySpace, hashPartitionKey} from '../../../source/rules/hash-key.ts';
import {after, aState, aSummary, shardId} from './a-state.ts';

/** 25 Nov 2026, 03:17:32 UTC: the newest record came 356 ms ago. */
const nowMs = Date.UTC(2026, 10, 25, 3, 17, 32);
const filter = 'key:truck_* .speed > 80';

/** Where four open shards begin, in eighths of the hash space; 3 and 4 were split two by two. */
const eighths = [
	{number: 5, from: 0n, to: 3n, parent: 4},
	{number: 6, from: 3n, to: 6n, parent: 4},
	{number: 7, from: 6n, to: 7n, parent: 3},
	{number: 8, from: 7n, to: 8n, parent: 3},
] as const;

const eighth = hashKeySpace / 8n;

function aShard(number: number, from: bigint, to: bigint, change: Partial<Shard> = {}): Shard {
	return {id: shardId(number), hashKeyStart: from * eighth, hashKeyEnd: to * eighth - 1n, sequenceNumberStart: '1', ...change};
}

const shards: readonly Shard[] = [
	aShard(3, 6n, 8n, {sequenceNumberEnd: '9'}),
	aShard(4, 0n, 6n, {sequenceNumberEnd: '9'}),
	...eighths.map(({from, number, parent, to}) => aShard(number, from, to, {parentId: shardId(parent)})),
];

/** Keys by the shard that their hash belongs to, so that the load is drawn where it is. */
const keysOf = new Map<number, string[]>(eighths.map(({number}) => [number, []]));
for (let index = 0; index < 2000; index++) {
	const key = `bus_${index}`;
	const cell = hashPartitionKey(key) / eighth;
	const {number} = eighths.find(({from, to}) => cell >= from && cell < to) ?? eighths[0];
	keysOf.get(number)?.push(key);
}

type Row = readonly [at: number, shard: number, key: string, data: Uint8Array];

const kpl = readFileSync(new URL('../../fixtures/kpl/three-records.bin', import.meta.url));
const json = (lat: number, lon: number, speed: number): Uint8Array =>
	Buffer.from(JSON.stringify({lat, lon, speed, heading: 214, deviceSeq: 9, pad: 'x'.repeat(140)}));

/** The newest records, by milliseconds after 03:17:31. */
const newest: readonly Row[] = [
	[204, 6, 'truck_17', json(52.1, 4.3, 88)],
	[377, 6, 'truck_3', json(48.8, 2.1, 91)],
	[402, 5, 'truck_400', json(52.1, 4.3, 88)],
	[455, 6, 'truck_230', kpl],
	[501, 5, 'truck_909', json(50.1, 3.2, 90)],
	[533, 6, 'truck_12', json(50.9, 4.4, 84)],
	[560, 6, 'truck_12', json(50.9, 4.4, 86)],
	[588, 7, 'truck_901', json(43.2, 5.3, 81)],
	[610, 6, 'truck_3', json(48.8, 2.1, 93)],
	[644, 6, 'truck_17', json(52.1, 4.3, 89)],
];

/** A minute and more: 5 takes 240 a second, 6 ever more up to 930, 7 and 8 little. */
function aFeed(text: string): TailFeed {
	const feed = new TailFeed({nowMs: nowMs - 75_000, limits: {countMax: 2000, bytesMax: 64 * 1024 * 1024}});
	feed.snapshot({nowMs: nowMs - 75_000, filter: text, heldIndex: undefined});
	const others = Buffer.from(JSON.stringify({speed: 40, pad: 'x'.repeat(510)}));
	let sequence = 0;
	const tell = (number: number, atMs: number, records: readonly StreamRecord[]): void => {
		const behindMs = number === 6 ? 4000 : 0;
		feed.add({type: 'records', shardId: shardId(number), records, millisBehindLatest: behindMs, atMs: atMs + behindMs});
	};
	for (let second = -75; second < -1; second++) {
		for (const [number, perSecond] of [
			[5, 240],
			[6, Math.round(200 + (730 * (second + 75)) / 69)],
			[7, 21],
			[8, 12],
		] as const) {
			const keys = keysOf.get(number) ?? [];
			const count = Math.min(perSecond, 930);
			const records = Array.from({length: count}, (_, index): StreamRecord => {
				const isTruck = number === 6 && index % 33 === 0;
				return {
					sequenceNumber: `49665${sequence++}`,
					partitionKey: isTruck ? `truck_${index % 5 === 0 ? 3 : 17}` : (keys[index % Math.min(38, keys.length)] ?? ''),
					data: isTruck ? json(52.1, 4.3, 88) : others,
					arrivedAtMs: nowMs + second * 1000 + Math.floor((index * 1000) / count),
				};
			});
			tell(number, nowMs + (second + 1) * 1000, records);
		}
	}
	for (const [at, number, partitionKey, data] of newest)
		tell(number, nowMs, [{sequenceNumber: `49665${'0'.repeat(40)}${at}0386`, partitionKey, data, arrivedAtMs: nowMs - 1000 + at}]);
	return feed;
}

function atTab(tab: StreamTab, size: {columns: number; rows: number}): State {
	const state = aState({...size, place: {type: 'stream', name: 'clicks', tab}});
	const context = {...state.context, name: 'prod-eu', target: 'aws', region: 'eu-west-1', isProd: true} as const;
	const identity = {accountId: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/oncall/me'};
	return after(
		{...state, context, mode: 'LOOK', nowMs, connection: {status: 'ready', identity}},
		{type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs},
		{type: 'streams/shards', stream: 'clicks', shards: {status: 'ready', value: shards}},
	);
}

function tailing(state: State, text: string, feed: TailFeed): State {
	const place = tailPlaceOf('clicks');
	const begun = beginTail(withList(state, place, {...emptyList, filter: text}), 'clicks', {from: '-15m', position: {type: 'latest'}});
	const snapshot = feed.snapshot({nowMs, filter: text, heldIndex: undefined});
	return after(begun, {type: 'streams/tail-drawn', stream: 'clicks', startedAtMs: nowMs, snapshot, atMs: nowMs});
}

function picture(state: State): string {
	const lines = frameLines(state);
	for (const line of lines) expect(lineWidth(line)).toBe(state.size.columns);
	return `\n${lines.map(line => lineText(line).trimEnd()).join('\n')}\n`;
}

describe('the pictures of a stream', () => {
	test('a tail with a filter, at 80x24', () => {
		expect(picture(tailing(atTab('tail', {columns: 80, rows: 24}), 'key:truck_*', aFeed('key:truck_*')))).toMatchInlineSnapshot(`
			"
			 sluice  prod-eu  PROD  eu-west-1  123456789012                LOOK  ~1  03:17Z
			 3 Streams › clicks            LIVE  1,203/s 614.7K/s  seen 63,482  match 1,358
			 …  [Tail]  Shards  …   filter  key:truck_* ────── buffer 2,000  dropped 61,485
			    60 s ▅▅▅▅▅▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇▇▇▇▇▇███████████████████   1,203/s
			   match ▄▄▄▄▄▄▄▄▄▄▄▅▅▅▅▅▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇▇▇▇▇██████████████      29/s
			 shard 5 ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃  240/s 0s
			   6 HOT ▃▄▄▄▄▄▄▄▄▄▄▄▅▅▅▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇▇████████████████  930/s 4s
			     7,8 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁   33/s 0s
			   ARRIVED      SHARD BEHIND KEY            SIZE DATA
			   03:17:31.402     5     0s truck_400      210B {"lat":52.1,"lon":4.3,"speed"…
			   03:17:31.455     6     4s truck_230      126B kpl 3 › {"n":1}
			   03:17:31.455     6     4s truck_1          ├─ {"n":1}
			   03:17:31.455     6     4s truck_2          ├─ {"n":2,"s":"ü"}
			   03:17:31.455     6     4s truck_1          └─ 00 01 02 ff  ....
			   03:17:31.501     5     0s truck_909      210B {"lat":50.1,"lon":3.2,"speed"…
			   03:17:31.533     6     4s truck_12       210B {"lat":50.9,"lon":4.4,"speed"…
			   03:17:31.560     6     4s truck_12       210B {"lat":50.9,"lon":4.4,"speed"…
			   03:17:31.588     7     0s truck_901      210B {"lat":43.2,"lon":5.3,"speed"…
			   03:17:31.610     6     4s truck_3        210B {"lat":48.8,"lon":2.1,"speed"…
			 > 03:17:31.644     6     4s truck_17       210B {"lat":52.1,"lon":4.3,"speed"…
			 Reading 4 shards 2×/s each of 5×/s shared with others; 0 throttled in 5 min.
			────────────────────────────────────────────────────────────────────────────────
			 shard 6 HOT: 93 % of 1,000 records/s.  Shards tab: S split where the keys are.
			 f pause  t time  / filter  ⏎ open  n N match  o save  R replay  : all  ? help
			"
		`);
	});

	test('its shards with a sample, at 80x24', () => {
		const state = tailing(atTab('shards', {columns: 80, rows: 24}), '', aFeed(''));
		const place = {type: 'stream', name: 'clicks', tab: 'shards'} as const;

		expect(picture(withList(state, place, {...listOf(state, place), cursorId: shardId(6)}))).toMatchInlineSnapshot(`
			"
			 sluice  prod-eu  PROD  eu-west-1  123456789012                LOOK  ~1  03:17Z
			 3 Streams › clicks                    provisioned, 4 open, 2 closed, keeps 24h
			 …  [Shards]  Consumers 2  History  Settings  … ── sample 63,482 records, 1m15s
			 hash 0 ├────────── 5 ──────────├────────── 6 ──────────├── 7 ──├── 8 ──┤ 2^128
			 share  ├─────── 37.5 % ────────├─────── 37.5 % ────────├ 12.5 ─├ 12.5 ─┤
			 load   ▁▁▁▂ ▃ ▃▂▁▁▂▂▂▁▄▃▁▂ ▁▁▃▂▂▃█▄▂▆ ▃▄▇ ▅ ▄▆▂▇ ▃▆▇▃▂▃▁▁▁▁▁▁▁▁▁▁▁▁▁▁
			             half of shard 6's load is left ^
			   SHARD   SHARE  REC/S OF LIMIT BYTES/S BEHIND   KEYS STATE
			   5       37.5%    240     24 %  124.5K     0s     40 open
			 > 6       37.5%    930     93 %  473.2K     4s     42 open  HOT
			   7       12.5%     21      2 %   10.9K     0s     22 open  cold
			   8       12.5%     12      1 %    6.2K     0s     12 open  cold
			   ├ 4                                                 split to 5 and 6
			   └ 3                                                 split to 7 and 8

			 shard 6: 42 keys; the top 3 make 8 %: bus_11 3, bus_14 3, bus_22 3 %
			 S split would give   bus_14, bus_22 and 19 more keys      471/s  47 %
			                      bus_11 and 20 more keys              459/s  46 %
			 One key alone above 1,000/s cannot be split; the largest here is 25/s.
			 7 and 8 are neighbours and together 3 %: M on one of them merges them.
			 Both consumers must finish shard 6 before they may read its two parts.
			────────────────────────────────────────────────────────────────────────────────
			 CHANGE is off: S and M show the plan only.   : mode change
			 S split  M merge  ⏎ tail this  b shard of key  t tail from  : all  ? help
			"
		`);
	});

	test('a tail that stands still with a record beside it, at 160x30', () => {
		const feed = aFeed(filter);
		const live = {...tailing(atTab('tail', {columns: 160, rows: 30}), filter, feed), savedFilters: {'stream clicks': {fast: filter}}};
		const paused = togglePause(live, 'clicks');
		const late = (keys: readonly string[]): readonly StreamRecord[] =>
			keys.map((partitionKey, index) => ({sequenceNumber: `9${index}`, partitionKey, data: json(1, 2, 99), arrivedAtMs: nowMs + index}));
		const heldIndex = paused.streams.tails['clicks']?.paused?.index;
		feed.snapshot({nowMs, filter, heldIndex});
		feed.add({
			type: 'records',
			shardId: shardId(5),
			records: late(['truck_1', 'bus_1', 'bus_2']),
			millisBehindLatest: 0,
			atMs: nowMs + 900,
		});
		const snapshot = feed.snapshot({nowMs: nowMs + 900, filter, heldIndex});

		expect(picture(after(paused, {type: 'streams/tail-drawn', stream: 'clicks', startedAtMs: nowMs, snapshot, atMs: nowMs + 900})))
			.toMatchInlineSnapshot(`
				"
				 sluice  prod-eu  PROD  eu-west-1  123456789012  as role/oncall                                                                        LOOK  ~1 running  03:17Z
				 3 Streams › clicks                                                                 PAUSED at 03:17:32Z, reading on  1,203/s 614.7K/s  seen 63,485  match 1,358
				 …  [Tail]  Shards  Consumers 2  History  …   filter  key:truck_* .speed > 80 ────── from -15m   saved as "fast"   kept 2,000 of 10,000 (1.8M)   dropped 61,488
				   2 min ··············································▄▄▄▄▄▄▄▄▄▄▄▄▄▅▅▅▅▅▅▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇▇▇▇▇▇███████████████████   1,203/s
				   match ··············································▂▂▂▃▃▃▃▃▃▃▃▃▃▄▄▄▄▄▄▄▄▄▄▄▄▅▅▅▅▅▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇▇▇▇▇██████████████      29/s
				 shard 5 ··············································▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃  240/s 0s
				       6 ··············································▂▂▂▂▃▃▃▃▃▃▃▃▃▃▃▄▄▄▄▄▄▄▄▄▄▄▅▅▅▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇▇████████████████  930/s 4s HOT
				       7 ··············································▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁   21/s 0s
				       8 ··············································▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁   12/s 0s
				         03:15:31Z                     03:16:01Z                     03:16:31Z                     03:17:01Z                    ^
				   ARRIVED      SHARD BEHIND KEY            SIZE DATA                                       │ data  JSON  210 B ───────────────────────────────────── d details
				   03:17:30.851     6     4s truck_17       210B {"lat":52.1,"lon":4.3,"speed":88,"heading… │ {
				   03:17:30.887     6     4s truck_3        210B {"lat":52.1,"lon":4.3,"speed":88,"heading… │   "lat": 52.1,
				   03:17:30.922     6     4s truck_17       210B {"lat":52.1,"lon":4.3,"speed":88,"heading… │   "lon": 4.3,
				   03:17:30.958     6     4s truck_17       210B {"lat":52.1,"lon":4.3,"speed":88,"heading… │   "speed": 89,
				   03:17:30.993     6     4s truck_17       210B {"lat":52.1,"lon":4.3,"speed":88,"heading… │   "heading": 214,
				   03:17:31.204     6     4s truck_17       210B {"lat":52.1,"lon":4.3,"speed":88,"heading… │   "deviceSeq": 9,
				   03:17:31.377     6     4s truck_3        210B {"lat":48.8,"lon":2.1,"speed":91,"heading… │   "pad": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
				   03:17:31.402     5     0s truck_400      210B {"lat":52.1,"lon":4.3,"speed":88,"heading… │ }
				   03:17:31.501     5     0s truck_909      210B {"lat":50.1,"lon":3.2,"speed":90,"heading… │ ──────────────────────────────────────────────────────────────────
				   03:17:31.533     6     4s truck_12       210B {"lat":50.9,"lon":4.4,"speed":84,"heading… │ arrived   2026-11-25T03:17:31.644Z
				   03:17:31.560     6     4s truck_12       210B {"lat":50.9,"lon":4.4,"speed":86,"heading… │ key       truck_17   hash 0x9646…
				   03:17:31.588     7     0s truck_901      210B {"lat":43.2,"lon":5.3,"speed":81,"heading… │ sequence  49665…0386   shard 6, 4s behind the newest
				   03:17:31.610     6     4s truck_3        210B {"lat":48.8,"lon":2.1,"speed":93,"heading… │ same key  > next   < previous of truck_17
				 > 03:17:31.644     6     4s truck_17       210B {"lat":52.1,"lon":4.3,"speed":89,"heading… │ ──────────────────────────────────────────────────────────────────
				 ── paused here at 03:17:32.0Z ── 3 newer, 1 match ───────────────────── G to the newest ── │ keys in view  truck_17 72 %   truck_3 20 %
				 Reading 4 shards 2×/s each of 5×/s shared with others; 0 throttled in 5 min. Memory bound 64 MiB; the oldest 61,488 left the view, not the counts.
				────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
				 shard 6 HOT: 93 % of 1,000 records/s.  Shards tab: S split where the keys are.
				 f go on  t time  / filter  ⏎ open  n N match  o save  R replay  v shards  w why  , . bar  - + zoom  < > same key  d details  tab next tab  : all  ? help
				"
			`);
	});

	test.each(['tail', 'shards'] as const)('in ASCII the %s draws nothing else, in the same places', tab => {
		const feed = aFeed(filter);
		const state = tailing(atTab(tab, {columns: 80, rows: 24}), filter, feed);
		const ascii = picture({...state, glyphs: asciiGlyphs});

		expect(ascii).toMatch(/^[\n\u0020-\u007E]*$/);
		expect(ascii.split('\n')).toHaveLength(picture(state).split('\n').length);
	});
});
