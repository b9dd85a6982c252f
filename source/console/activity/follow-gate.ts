import {step, type Step} from '../effects.ts';
import type {GateEvent} from '../event.ts';
import {keep} from '../preferences.ts';
import type {State} from '../state.ts';
import type {DoneEntry, Work} from './state.ts';

/** How long Done remembers, and how much. */
const doneMs = 7 * 24 * 60 * 60 * 1000;
const doneCountMax = 200;

/** Keeps what was confirmed in Running while it goes on, and in Done once it has ended. */
export function followGate(next: Step, {before, event}: {before: State; event: GateEvent}): Step {
	switch (event.type) {
		case 'gate/executing':
			return withWorking(next, [...next.state.activity.working, ...begun(before, event.openedAtMs)]);
		case 'gate/progress':
			return withWorking(
				next,
				next.state.activity.working.map(work => (work.openedAtMs === event.openedAtMs ? {...work, progress: event.text} : work)),
			);
		case 'gate/failed': {
			const work = next.state.activity.working.find(({openedAtMs}) => openedAtMs === event.openedAtMs);
			if (!work) return next;
			return withDone(withoutWork(next, event.openedAtMs), {
				atMs: event.atMs,
				text: `${work.title}: ${event.problem.message}`,
				context: next.state.context.name,
				command: work.command,
				isFailure: true,
			});
		}
		case 'gate/done':
			return withDone(withoutWork(next, event.openedAtMs), {
				atMs: event.atMs,
				text: event.outcome.summary,
				context: next.state.context.name,
				command: event.plan.command,
			});
		default:
			return next;
	}
}

function begun({layer, nowMs}: State, openedAtMs: number): readonly Work[] {
	if (layer?.type !== 'gate' || layer.openedAtMs !== openedAtMs || layer.plan.status !== 'ready') return [];
	const {title, command} = layer.plan.value;
	return [{openedAtMs, title, command, startedAtMs: nowMs, progress: ''}];
}

function withWorking(next: Step, working: readonly Work[]): Step {
	return {...next, state: {...next.state, activity: {...next.state.activity, working}}};
}

function withoutWork(next: Step, openedAtMs: number): Step {
	return withWorking(
		next,
		next.state.activity.working.filter(work => work.openedAtMs !== openedAtMs),
	);
}

function withDone(next: Step, entry: DoneEntry): Step {
	const {activity} = next.state;
	const done = [entry, ...activity.done].filter(({atMs}) => entry.atMs - atMs < doneMs).slice(0, doneCountMax);
	return step({...next.state, activity: {...activity, done}}, ...next.effects, keep({done}));
}
