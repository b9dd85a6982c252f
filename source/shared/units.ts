import type {EpochMs} from './clock.ts';

/** `4d`, `30s`, `1h30m`: a setting in the two largest units that are not zero. */
export function formatSeconds(seconds: number): string {
	if (seconds === 0) return '0s';
	const parts: string[] = [];
	let left = seconds;
	for (const [unit, size] of [
		['d', 86_400],
		['h', 3600],
		['m', 60],
		['s', 1],
	] as const) {
		const count = Math.floor(left / size);
		if (count > 0) parts.push(`${count}${unit}`);
		left -= count * size;
	}
	return parts.slice(0, 2).join('');
}

/** An age for a narrow column: `3d21h`, `4m12s`, `12s`. The second unit has two digits. */
export function formatAge(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const twoDigits = (value: number): string => String(value).padStart(2, '0');
	if (seconds < 60) return `${seconds}s`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)}m${twoDigits(seconds % 60)}s`;
	if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h${twoDigits(Math.floor(seconds / 60) % 60)}m`;
	return `${Math.floor(seconds / 86_400)}d${twoDigits(Math.floor(seconds / 3600) % 24)}h`;
}

/** An age that moves once a minute at most, so that a quiet screen stays as it is: `<1m`, `4m`, then as `formatAge`. */
export function formatAgeByMinute(ms: number): string {
	if (ms < 60_000) return '<1m';
	return ms < 3_600_000 ? `${Math.floor(ms / 60_000)}m` : formatAge(ms);
}

/** `212B`, `3.1K`, `256.0K`, `1020K`, `1.0M`: multiples of 1,024 in at most six cells, for a column of sizes. */
export function formatBytes(bytes: number): string {
	if (bytes < 1024) return `${bytes}B`;
	if (bytes < 1024 * 1024) return `${shortNumber(bytes / 1024)}K`;
	if (bytes < 1024 ** 3) return `${shortNumber(bytes / 1024 ** 2)}M`;
	return `${(bytes / 1024 ** 3).toFixed(1)}G`;
}

/** Never rounded up to the next unit: a body just under a limit is under it. */
function shortNumber(value: number): string {
	return value >= 999.95 ? String(Math.floor(value)) : value.toFixed(1);
}

/** A limit or a size that was set: `256 KiB`, `1 MiB`, `1,000 B` where it is no round number of them. */
export function formatSize(bytes: number): string {
	if (bytes > 0 && bytes % 1024 ** 2 === 0) return `${formatCount(bytes / 1024 ** 2)} MiB`;
	return bytes > 0 && bytes % 1024 === 0 ? `${formatCount(bytes / 1024)} KiB` : `${formatCount(bytes)} B`;
}

/** `1,204` */
export function formatCount(count: number): string {
	// Not toLocaleString: the first call of it loads 20 ms of number formats, before the first frame.
	const [whole = '', ...rest] = String(Math.round(count * 1000) / 1000).split('.');
	return [whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ','), ...rest].join('.');
}

/** A count in so many cells at most, of which it never loses its size: `98,000`, `123k`, `1.2M`. */
export function formatCountWithin(count: number, width: number): string {
	const whole = formatCount(count);
	if (whole.length <= width) return whole;
	const units = ['k', 'M', 'G'] as const;
	const power = Math.min(units.length, Math.max(1, Math.floor(Math.log10(count) / 3)));
	const scaled = count / 1000 ** power;
	// Never rounded up to more than there are.
	const fine = `${(Math.floor(scaled * 10) / 10).toFixed(1)}${units[power - 1]}`;
	return fine.length <= width ? fine : `${Math.floor(scaled)}${units[power - 1]}`;
}

/** `1 message`, `2 messages`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
	return `${formatCount(count)} ${count === 1 ? noun : nouns}`;
}

/** UTC time of day: `03:12Z`, `03:12:04Z`, or `03:12:04.123` with `ms`. */
export function formatTime(atMs: EpochMs, precision: 'minute' | 'second' | 'ms' = 'second'): string {
	const iso = new Date(atMs).toISOString();
	if (precision === 'minute') return `${iso.slice(11, 16)}Z`;
	return precision === 'second' ? `${iso.slice(11, 19)}Z` : iso.slice(11, 23);
}
