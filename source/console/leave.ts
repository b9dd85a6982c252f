import type {Action} from './action.ts';
import {run, step, type Step} from './effects.ts';
import {heldCount} from './queues/messages-state.ts';
import {plural} from '../shared/units.ts';
import type {State} from './state.ts';

/** Asked twice: the second `q` within this time leaves. */
const askedForMs = 5000;

const everywhere = {places: 'everywhere', danger: 'free'} as const;

/** The ways out, and the terminal's own keys. */
export const leaveActions: readonly Action[] = [
	{...everywhere, id: 'quit', label: 'Leave, from the top', keys: ['q'], perform: askToLeave},
	{...everywhere, id: 'leave', label: 'Leave now, giving back what is held', keys: ['ctrl-c'], perform: leave},
	{
		...everywhere,
		id: 'suspend',
		label: 'Suspend',
		keys: ['ctrl-z'],
		perform: state =>
			step(
				state,
				run('terminal', tools => tools.resting(tools.terminal.suspend())),
			),
	},
	{
		...everywhere,
		id: 'redraw',
		label: 'Redraw the screen',
		keys: ['ctrl-l'],
		perform: state =>
			step(
				state,
				run('terminal', async tools => tools.terminal.redraw()),
			),
	},
];

function leave(state: State): Step {
	return step(
		state,
		run('leave', async tools => tools.quit()),
	);
}

function askToLeave(state: State): Step {
	if (state.stacks[state.pane].length > 1)
		return step({...state, failure: 'q leaves from the top only: esc goes back, ^c leaves from anywhere.'});
	const stops = stoppedByLeaving(state);
	const isSecond = state.leaveAskedAtMs !== undefined && state.nowMs - state.leaveAskedAtMs < askedForMs;
	if (stops === '' || isSecond) return leave(state);
	return step({...state, leaveAskedAtMs: state.nowMs, failure: `Leaving ${stops}. q again to leave.`});
}

/** `stops 1 purge and gives back 10 messages`; empty when nothing that matters ends. */
function stoppedByLeaving(state: State): string {
	const {working} = state.activity;
	const held = heldCount(state);
	const scans = Object.values(state.queues.peeks)
		.filter(view => view.scan?.isRunning)
		.map(() => 'scan');
	const names = [...working.map(work => work.title.split(' ')[0]?.toLowerCase() ?? 'work'), ...scans];
	const stopped = [...new Set(names)].map(name => `${names.filter(other => other === name).length} ${name}`).join(', ');
	return [...(stopped === '' ? [] : [`stops ${stopped}`]), ...(held === 0 ? [] : [`gives back ${plural(held, 'message')}`])].join(' and ');
}
