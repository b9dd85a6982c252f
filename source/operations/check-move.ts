import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {SluiceError} from '../shared/errors.ts';

/** @throws `wrong-destination` for the queue itself, or one of the other type. */
export function checkDestination(queue: QueueAttributes, destination: QueueAttributes, options: {isOtherContext: boolean}): void {
	if (destination.arn === queue.arn && !options.isOtherContext)
		throw new SluiceError(`${queue.name} cannot be moved to itself.`, {code: 'wrong-destination'});
	if (destination.isFifo === queue.isFifo) return;
	throw new SluiceError(
		`${queue.name} and ${destination.name} are not of the same type: messages of a FIFO queue go to a FIFO queue only, and those of a standard queue to a standard one.`,
		{code: 'wrong-destination'},
	);
}

/** @throws `bad-rate` when it is not a whole number of at least 1. */
export function checkRate(ratePerSecond: number | undefined): void {
	if (ratePerSecond === undefined || (Number.isInteger(ratePerSecond) && ratePerSecond >= 1)) return;
	throw new SluiceError(`A rate of ${ratePerSecond} is not possible.`, {
		code: 'bad-rate',
		nextSteps: ['Give a whole number of messages per second, or none for as fast as it goes.'],
	});
}

/** The other context's own mode holds there. @throws `refused-by-mode`. */
export function checkTargetMode(session: Session, to: Session): void {
	if (to === session || to.mode() === 'CHANGE') return;
	throw new SluiceError(`Sending to ${to.context.name} is not allowed; its mode is ${to.mode()}.`, {
		code: 'refused-by-mode',
		nextSteps: ['On the command line: --mode change.', 'In the console: enter that context, then : mode change.'],
	});
}

/** `orders`, or `acme-dev/orders` in another context. */
export function destinationWord(destination: QueueRef, to: Session | undefined): string {
	return to ? `${to.context.name}/${destination.name}` : destination.name;
}
