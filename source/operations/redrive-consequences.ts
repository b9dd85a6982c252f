import type {QueueAttributes} from '../aws/queue.ts';
import {formatCount, formatSeconds, plural} from '../shared/units.ts';
import {namesOf} from './message-words.ts';

type Targets = ReadonlyArray<Pick<QueueAttributes, 'name' | 'retentionSeconds'>>;

/** `orders keeps it 4d from now`, of several `they keep it 4d or 14d from now`. */
function keepText(targets: Targets): string {
	const retentions = [...new Set(targets.map(({retentionSeconds}) => formatSeconds(retentionSeconds)))].join(' or ');
	const [only] = targets;
	return only && targets.length === 1 ? `${only.name} keeps it ${retentions} from now` : `they keep it ${retentions} from now`;
}

/** What AWS's own task will do with a whole queue, as sentences. */
export function taskConsequences(options: {
	queue: QueueAttributes;
	targets: Targets;
	to: string;
	/** `at most 10 per second` */
	rate: string;
	seconds: number;
}): readonly string[] {
	const {queue, targets, to, rate, seconds} = options;
	return [
		`start AWS's own task, which goes on when sluice ends: about ${plural(queue.readyCount, 'message')} of ${queue.name} to ${to}, ${rate}, in about ${formatSeconds(seconds)}. Cancelled, it stops after a while; what has moved stays moved.`,
		`Each becomes new: new id, receive count 0, and ${keepText(targets)}.`,
	];
}

/** What sluice itself will do with chosen messages, as sentences. */
export function transferConsequences(options: {
	/** `3 messages` */
	what: string;
	isOne?: boolean;
	queue: QueueAttributes;
	targets: Targets;
	/** Default: the names of the targets. */
	to?: string;
	keepsOriginals: boolean;
	isStamped: boolean;
	editedCount?: number;
	/** How long the one that is tried first is watched. */
	watchSeconds?: number | undefined;
	ratePerSecond?: number | undefined;
	/** Account and region of another context, where they go there. */
	elsewhere?: string | undefined;
	/** How a FIFO queue tells copies apart. */
	deduplication?: string;
}): readonly string[] {
	const {
		what,
		isOne = false,
		queue,
		targets,
		keepsOriginals,
		isStamped,
		editedCount = 0,
		watchSeconds,
		ratePerSecond,
		deduplication,
		elsewhere,
	} = options;
	const to = options.to ?? namesOf(targets.map(({name}) => name));
	const each = isOne ? 'it' : 'each';
	const first = keepsOriginals
		? `send a copy of ${what} to ${to}; the originals stay in ${queue.name}. Stopped at any point, what was copied stays copied.`
		: `send ${what} to ${to}, then delete ${each} from ${queue.name} once its send is confirmed by id and MD5. Stopped at any point, nothing is lost; at worst a message is in both queues.`;
	const rate = ratePerSecond === undefined ? '' : `, at most ${formatCount(ratePerSecond)} per second`;
	const changes = [
		...(editedCount > 0 ? [`${formatCount(editedCount)} with a new text`] : []),
		...(isStamped ? ['attribute sluice.redriven = 1'] : []),
	];
	return [
		first,
		...(watchSeconds === undefined
			? []
			: [
					`One goes first, watched up to ${formatSeconds(watchSeconds)}: if it comes back, the others stay${rate === '' ? '' : `; else they follow${rate}`}.`,
				]),
		...(watchSeconds === undefined && rate !== '' ? [`It goes${rate}.`] : []),
		`${isOne ? 'It' : 'Each'} becomes new: new id, receive count 0${changes.length > 0 ? `, ${changes.join(', ')}` : ''}, and ${keepText(targets)}.`,
		...(elsewhere === undefined ? [] : [`It is another context: ${elsewhere}.`]),
		...(deduplication ? [`Deduplication: ${deduplication}.`] : []),
	];
}
