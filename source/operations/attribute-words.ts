import type {MessageAttribute} from '../aws/queue.ts';

/** Message attributes as words of a command line: `--attr name=value`, with the type where it is not String: `--attr total:Number=12`. */
export function attributeWords(attributes: Readonly<Record<string, MessageAttribute>>): string[] {
	return Object.entries(attributes).flatMap(([name, {dataType, stringValue, binaryValue}]) => {
		const type = dataType === 'String' ? '' : `:${dataType}`;
		const value = stringValue ?? Buffer.from(binaryValue ?? new Uint8Array()).toString('base64');
		return ['--attr', `${name}${type}=${value}`];
	});
}
