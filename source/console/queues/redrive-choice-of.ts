import type {QueueRef} from '../../aws/queue.ts';
import {commandLine} from '../../operations/command-line.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetLayer} from '../state.ts';
import {idsOf} from './move-sheet.ts';
import {queuesOf} from './several.ts';
import {isByTask, type RedriveChoice} from './redrive-choice.ts';

/** AWS's own task takes no more; what is done here keeps to it too. */
export const ratePerSecondMax = 500;

/** What the sheet says now of each of its queues. */
export function choicesOf(sheet: SheetLayer): readonly RedriveChoice[] {
	return queuesOf(sheet).map(queue => choiceOf(sheet, queue));
}

/** What the sheet says now, as data: of its first queue, where no other is given. */
export function choiceOf(sheet: SheetLayer, queue: QueueRef = queuesOf(sheet)[0] ?? {name: '', url: ''}): RedriveChoice {
	const {what, filter = '', to, destination = '', how, stamp, keep} = sheet.values;
	const context = contextOf(destination);
	const ratePerSecond = rateOf(sheet);
	return {
		queue,
		what: what === 'held' ? {type: 'held', messageIds: idsOf(sheet)} : what === 'filter' ? {type: 'filter', filter} : {type: 'all'},
		...(to === 'one' && {
			destination: context === undefined ? {name: destination} : {name: destination.slice(context.length + 1), context},
		}),
		keepsOriginals: context !== undefined && to === 'one' && keep === 'yes',
		hasCanary: how === 'canary',
		isStamped: stamp === 'yes',
		...(ratePerSecond !== undefined && {ratePerSecond}),
	};
}

/** The context before the slash of `profile/queue`. */
export function contextOf(destination: string | undefined): string | undefined {
	return /^([^/:]+)\/[^/]+$/.exec(destination ?? '')?.[1];
}

/** The rate that was typed; undefined when it is none. */
export function rateOf(sheet: SheetLayer): number | undefined {
	return wholeNumber(sheet.values['rate'], {min: 1, max: ratePerSecondMax});
}

/** The same as a command line. */
export function redriveCommand(sheet: SheetLayer): string {
	const choice = choiceOf(sheet);
	const {what, destination, ratePerSecond} = choice;
	const to = destination && (destination.context === undefined ? destination.name : `${destination.context}/${destination.name}`);
	return commandLine(
		'redrive',
		...queuesOf(sheet).map(({name}) => name),
		...(what.type === 'held'
			? isEditing(sheet)
				? ['--ids', '-', '--edited']
				: ['--ids', '@marked']
			: what.type === 'filter'
				? ['--filter', what.filter]
				: isByTask(choice)
					? []
					: ['--all']),
		...(sheet.values['to'] === 'one' ? ['--to', to || 'QUEUE'] : []),
		...(choice.hasCanary ? ['--canary'] : []),
		...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
		...(choice.isStamped ? ['--stamp'] : []),
		...(destination?.context !== undefined && !choice.keepsOriginals ? ['--delete-originals'] : []),
	);
}

/** Each message goes through the editor before anything is confirmed. */
export function isEditing({values}: SheetLayer): boolean {
	return values['what'] === 'held' && values['change'] === 'edit';
}
