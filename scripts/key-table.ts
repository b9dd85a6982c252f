/** Writes the key table of README.md from the list of actions: `node scripts/key-table.ts`. */
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Action, Danger} from '../source/console/action.ts';
import {actions} from '../source/console/actions.ts';
import {unicodeGlyphs} from '../source/console/glyphs.ts';
import {keyName} from '../source/console/key-names.ts';

const begin = '<!-- keys:begin -->';
const end = '<!-- keys:end -->';

const marks: Readonly<Record<Danger, string>> = {free: '', cost: ' ◦', change: ' ●', destroy: ' ●●', whole: ' ●●'};

/** In the order in which one meets them. */
const placeNames = {
	now: 'Now',
	queues: 'Queues',
	queue: 'one queue',
	'queue-tab': 'a tab of a queue',
	messages: 'Messages',
	groups: 'Groups',
	message: 'one message',
	topics: 'Topics',
	topic: 'one topic',
	streams: 'Streams',
	stream: 'one stream',
	activity: 'Activity',
} as const;

/** The table in Markdown, an action a row, those with keys only: what works everywhere first, then place by place. */
export function keyTable(): string {
	const rows = actions
		.filter(action => action.keys.length > 0)
		.toSorted((left, right) => placeRank(left) - placeRank(right))
		.map(action => `| ${keysOf(action)} | ${action.label}${marks[action.danger]} | ${placesOf(action)} |`);
	return [
		'| Keys | Does | Where |',
		'| --- | --- | --- |',
		...rows,
		'',
		'◦ has a cost or a side effect, ● changes AWS, ●● needs a typed name.',
	].join('\n');
}

/** The text with its key table made anew. */
export function withKeyTable(readme: string): string {
	const from = readme.indexOf(begin);
	const to = readme.indexOf(end);
	if (from === -1 || to === -1) throw new Error('README.md has no place for the key table.');
	return `${readme.slice(0, from + begin.length)}\n\n${keyTable()}\n\n${readme.slice(to)}`;
}

function keysOf(action: Action): string {
	return action.keys.map(key => `\`${keyName(key, unicodeGlyphs).replace('|', '\\|')}\``).join(' ');
}

function placesOf(action: Action): string {
	if (action.places === 'everywhere') return 'everywhere';
	return action.places.map(place => placeNames[place]).join(', ');
}

/** Of the place that it names first. */
function placeRank(action: Action): number {
	return action.places === 'everywhere' ? -1 : Object.keys(placeNames).indexOf(action.places[0] ?? '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const path = fileURLToPath(new URL('../README.md', import.meta.url));
	writeFileSync(path, withKeyTable(readFileSync(path, 'utf8')));
}
