import type {EpochMs} from '../../shared/clock.ts';
import {expiredNextToken, invalidArgument} from './errors.ts';

/** How long a NextToken can be used after it was given out. */
const tokenLifeMs = 300_000;

/** Where a list goes on: opaque text that holds its own position. */
export function writePageToken(position: unknown, nowMs: EpochMs): string {
	return Buffer.from(JSON.stringify([nowMs, position])).toString('base64');
}

/** Throws InvalidArgumentException for a text that is no token, ExpiredNextTokenException for one older than 300 seconds. */
export function readPageToken(token: string, nowMs: EpochMs): unknown {
	const [issuedAtMs, position] = parse(token);
	if (nowMs - issuedAtMs > tokenLifeMs) {
		// Assumed: AWS's words are not recorded.
		throw expiredNextToken('The NextToken has expired: tokens can be used for 300 seconds.');
	}
	return position;
}

function parse(token: string): [EpochMs, unknown] {
	try {
		const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
		if (Array.isArray(value) && value.length === 2 && typeof value[0] === 'number') return [value[0], value[1]];
	} catch {
		// What is no JSON is refused like any other wrong token.
	}
	throw invalidArgument('Invalid NextToken.');
}
