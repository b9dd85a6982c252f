/**
Why a queue cannot be called so; undefined when it can.

@see [CreateQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html)
*/
export function queueNameProblem(name: string, options: {isFifo: boolean}): string | undefined {
	if (name === '') return 'A queue needs a name.';
	const wrong = /[^A-Za-z0-9_.-]/.exec(name)?.[0];
	const base = name.endsWith('.fifo') ? name.slice(0, -'.fifo'.length) : name;
	if (wrong !== undefined) return `"${wrong}" is not allowed: letters, digits, - and _.`;
	if (base.includes('.')) return 'A dot is allowed only in the ending .fifo.';
	if (base === '') return 'A name is needed before .fifo.';
	if (name.length > 80) return `${name.length} characters are too many: at most 80, .fifo included.`;
	if (options.isFifo && !name.endsWith('.fifo')) return 'The name of a FIFO queue ends with .fifo.';
	if (!options.isFifo && name.endsWith('.fifo')) return 'A name that ends with .fifo is one of a FIFO queue.';
	return undefined;
}
