import * as z from 'zod/mini'

/** A schema with a description, which ends up in the JSON Schema of configuration files. */
export const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema =>
  schema.check(z.describe(description))
