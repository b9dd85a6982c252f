import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {compareFindings, isBurning, ranks, type Finding} from '../../../source/operations/findings/finding.ts';
import {findFindings, findUnknowns, firstSeenOf} from '../../../source/operations/findings/find-findings.ts';
import {rules} from '../../../source/operations/findings/rules.ts';
import {aQueue, aSource, looks, nowMs, observe} from './observed.ts';

function aFinding(id: string, options: Partial<Finding>): Finding {
	return {
		id,
		rule: id,
		rank: 'FAIL',
		where: 'orders',
		thing: {kind: 'queue', id: 'orders', name: 'orders'},
		what: '',
		why: '',
		evidence: [],
		fixes: [],
		size: 0,
		...options,
	};
}

describe('findings', () => {
	test('come by rank, then by the time that is left, then by size', () => {
		const findings = [
			aFinding('risk', {rank: 'RISK', size: 9}),
			aFinding('small', {size: 1}),
			aFinding('large', {size: 2}),
			aFinding('later', {rank: 'LOSS', harmAtMs: 2, size: 9}),
			aFinding('sooner', {rank: 'LOSS', harmAtMs: 1}),
			aFinding('slow', {rank: 'SLOW'}),
		];

		expect(findings.toSorted(compareFindings).map(({id}) => id)).toEqual(['sooner', 'later', 'large', 'small', 'slow', 'risk']);
	});

	test('burn when data goes or something fails', () => {
		expect(ranks.filter(rank => isBurning({rank}))).toEqual(['LOSS', 'FAIL']);
	});

	test('of everything observed are found at once, with what could not be judged', () => {
		const observations = observe({queues: [aSource('orders', {samples: looks(0)}), aQueue('orders-dlq', {samples: looks(3, 17)})]});

		const findings = findFindings(observations);
		const unknowns = findUnknowns(observations, {kind: 'queue', id: 'https://sqs/orders'});

		expect(findings.map(({rank, where, what}) => `${rank} ${where} ${what}`)).toEqual([
			'FAIL orders-dlq 14 more in 1 min, still rising',
			'RISK orders-dlq DLQ keeps 4d, its source keeps 4d',
		]);
		expect(unknowns).toContainEqual({rule: 'not-draining', needs: 'five more looks, 50 s'});
	});

	test('keep the time they were first seen, when the samples do not reach back so far', () => {
		const queues = [aSource('orders'), aQueue('orders-dlq', {samples: looks(3, 17)})];
		const first = findFindings(observe({queues}));
		const earlier = new Map([...firstSeenOf(first)].map(([id]) => [id, nowMs - 3_600_000] as const));

		const again = findFindings(observe({queues}), {firstSeen: earlier});

		expect(first[0]?.sinceMs).toBe(nowMs);
		expect(again[0]?.sinceMs).toBe(nowMs - 3_600_000);
	});
});

test('every rule has an id of its own', () => {
	expect(new Set(rules.map(({id}) => id)).size).toBe(rules.length);
});

test('docs/findings.md has the table of all rules', () => {
	const docs = readFileSync(new URL('../../../docs/findings.md', import.meta.url), 'utf8');
	const table = rules.map(({id, title, rank, when, from, fix}) => `| ${title} \`${id}\` | ${rank} | ${when} | ${from} | ${fix} |`);

	for (const row of table) expect(docs).toContain(`${row}\n`);
	expect(docs.match(/^\| .* \| (LOSS|FAIL|SLOW|RISK) \|/gm)).toHaveLength(rules.length);
});
