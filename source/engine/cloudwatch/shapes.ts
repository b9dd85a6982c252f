import {integer, list, oneOf, string, structure} from '../shape.ts';

export const unit = oneOf(
	'Seconds',
	'Microseconds',
	'Milliseconds',
	'Bytes',
	'Kilobytes',
	'Megabytes',
	'Gigabytes',
	'Terabytes',
	'Bits',
	'Kilobits',
	'Megabits',
	'Gigabits',
	'Terabits',
	'Percent',
	'Count',
	'Bytes/Second',
	'Kilobytes/Second',
	'Megabytes/Second',
	'Gigabytes/Second',
	'Terabytes/Second',
	'Bits/Second',
	'Kilobits/Second',
	'Megabits/Second',
	'Gigabits/Second',
	'Terabits/Second',
	'Count/Second',
	'None',
);

export const namespace = string({minLength: 1, maxLength: 255, pattern: /^[^:].*$/});
export const metricName = string({minLength: 1, maxLength: 255});
export const dimensionName = string({minLength: 1, maxLength: 255});
export const dimensionValue = string({minLength: 1, maxLength: 1024});
export const dimensions = list(structure({required: {Name: dimensionName, Value: dimensionValue}}), {maxLength: 30});
export const period = integer({min: 1});
