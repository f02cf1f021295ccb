import { type TroubleCode, troubleOf } from './problem'

/** The words for why a picture could not be changed. */
export function pictureTrouble(error: unknown): 'picture.unfit' | `problem.${TroubleCode}` {
  const { code } = troubleOf(error)
  return code === 'unfit_file' ? 'picture.unfit' : `problem.${code}`
}
