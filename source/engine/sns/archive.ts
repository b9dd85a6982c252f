import type {EpochMs} from '../../shared/clock.ts';
import {AttributeProblem} from './attribute-problem.ts';
import {parseJsonObject} from './json-object.ts';
import type {Publication} from './publication.ts';

/** What a FIFO topic with an ArchivePolicy keeps, oldest first. */
export type Archive = {
	kept: Publication[];
	/** Those before it in `kept` are gone. */
	firstIndex: number;
	/** When archiving began. */
	beganAtMs: EpochMs | undefined;
};

const dayMs = 86_400_000;

/** AWS keeps all; a local engine keeps the newest of these for each topic. */
const keptCountMax = 100_000;

export function createArchive(): Archive {
	return {kept: [], firstIndex: 0, beganAtMs: undefined};
}

/**
`{"MessageRetentionPeriod":"30"}`: how many days messages are kept, 1 to 365.

@see [Amazon SNS message archiving for FIFO topic owners](https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-topic-owner.html)
*/
export function parseArchivePolicy(text: string): {retentionMs: number} {
	const policy = parseJsonObject('ArchivePolicy', text);
	const days = policy['MessageRetentionPeriod'];
	const count = typeof days === 'string' && /^\d{1,3}$/.test(days) ? Number(days) : days;
	// Assumed: the range is documented, its text is not.
	if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 365) {
		throw new AttributeProblem('ArchivePolicy: MessageRetentionPeriod must be between 1 and 365');
	}
	return {retentionMs: count * dayMs};
}

/** What a topic forgets with its ArchivePolicy. */
export function clearArchive(archive: Archive): void {
	archive.kept = [];
	archive.firstIndex = 0;
	archive.beganAtMs = undefined;
}

export function addToArchive(archive: Archive, publication: Publication, retentionMs: number): void {
	archive.beganAtMs ??= publication.publishedAtMs;
	archive.kept.push(publication);
	dropExpired(archive, publication.publishedAtMs - retentionMs);
}

function dropExpired(archive: Archive, keptFromMs: EpochMs): void {
	const {kept} = archive;
	while (archive.firstIndex < kept.length) {
		const oldest = kept[archive.firstIndex];
		const isOver = kept.length - archive.firstIndex > keptCountMax;
		if (!oldest || (oldest.publishedAtMs >= keptFromMs && !isOver)) break;
		archive.firstIndex++;
	}
	// The array is cut only when half of it is waste, so that each entry is moved about once.
	if (archive.firstIndex > 1000 && archive.firstIndex * 2 > kept.length) {
		archive.kept = kept.slice(archive.firstIndex);
		archive.firstIndex = 0;
	}
}

/** The earliest moment that can be replayed from. Undefined when nothing was ever archived. */
export function beginningArchiveMs(archive: Archive, retentionMs: number, nowMs: EpochMs): EpochMs | undefined {
	return archive.beganAtMs === undefined ? undefined : Math.max(archive.beganAtMs, nowMs - retentionMs);
}

/** What was published in a span of time, oldest first; the end is not part of it. */
export function archivedBetween(archive: Archive, span: {fromMs: EpochMs; untilMs: EpochMs}): readonly Publication[] {
	return archive.kept.slice(archive.firstIndex).filter(({publishedAtMs}) => publishedAtMs >= span.fromMs && publishedAtMs < span.untilMs);
}
