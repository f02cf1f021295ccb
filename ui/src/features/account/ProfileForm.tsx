import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { accountActions, accountKeys, ownPictureUrl, ownProfile } from '../../api/account'
import { troubleOf } from '../../api/problem'
import { tenantKeys } from '../../api/tenant'
import type { NewProfile, Portal } from '../../api/types'
import { pictureTrouble } from '../../api/picture-trouble'
import { uploadPicture } from '../../api/upload'
import { useTranslation } from '../../lib/translation'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { PictureForm } from '../../ui/PictureForm'
import { SaveRow } from '../../ui/SaveRow'
import { Skeleton } from '../../ui/Skeleton'

/** WhatsApp takes no longer ones, in characters. */
const longestName = 25
const longestAbout = 139

const length = (text: string) => [...text].length

/** What the account shows of itself to everybody it writes to. WhatsApp is asked at once, so it needs a connection. */
export function ProfileForm({ portal }: { portal: Portal }) {
  const { t } = useTranslation()
  const { tenantId, account, session } = portal
  const shown = useQuery(ownProfile(tenantId))
  const [name, setName] = useState<string>()
  const [about, setAbout] = useState<string>()
  const [isChecked, setChecked] = useState(false)
  const changing = useChanging(tenantId, ({ name, about }) => {
    if (name !== undefined) setName(undefined)
    if (about !== undefined) setAbout(undefined)
  })
  if (account === null) return <p className="text-soft">{t('problem.not_paired')}</p>
  if (!shown.data) {
    return shown.isError ? <Notice tone="bad" title={t(`problem.${troubleOf(shown.error).code}`)} /> : <Skeleton className="h-40" />
  }
  const offline = session.status === 'connected' ? undefined : t('ownProfile.needsConnection')
  const known = { name: account.pushName, about: shown.data.about }
  const now = { name: name ?? known.name, about: about ?? known.about }
  const isSame = now.name.trim() === known.name && now.about === known.about
  const tooLong = (text: string, most: number) => (length(text) > most ? t('ownProfile.tooLong', { count: most }) : undefined)
  const wrong = {
    name: now.name.trim() === '' ? t('field.missing') : tooLong(now.name.trim(), longestName),
    about: tooLong(now.about, longestAbout),
  }
  const { trouble } = changing
  const refused = {
    name: trouble?.field('name') === undefined ? undefined : t('ownProfile.nameRefused'),
    about: trouble?.field('about') === undefined ? undefined : t('ownProfile.tooLong', { count: longestAbout }),
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isSame || changing.isPending || offline !== undefined || wrong.name !== undefined || wrong.about !== undefined) return
    changing.say({
      ...(now.name.trim() !== known.name && { name: now.name.trim() }),
      ...(now.about !== known.about && { about: now.about }),
    })
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <OwnPicture tenantId={tenantId} name={known.name} pictureId={shown.data.pictureId} offBecause={offline} />
      <Field
        label={t('ownProfile.name')}
        hint={t('ownProfile.nameHint')}
        autoComplete="off"
        value={now.name}
        onChange={(event) => {
          setName(event.target.value)
          changing.reset()
        }}
        error={(isChecked ? wrong.name : undefined) ?? refused.name}
      />
      <Field
        label={t('ownProfile.about')}
        hint={t('ownProfile.aboutHint')}
        autoComplete="off"
        value={now.about}
        onChange={(event) => {
          setAbout(event.target.value)
          changing.reset()
        }}
        error={(isChecked ? wrong.about : undefined) ?? refused.about}
      />
      {trouble && refused.name === undefined && refused.about === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      <SaveRow
        isSame={isSame}
        isBusy={changing.isPending}
        saved={changing.isSuccess ? t('ownProfile.saved') : undefined}
        offBecause={offline}
      />
    </form>
  )
}

interface PictureProps {
  tenantId: string
  name: string
  pictureId: string | null
  offBecause: string | undefined
}

/** The account's picture. */
function OwnPicture({ tenantId, name, pictureId, offBecause }: PictureProps) {
  const { t } = useTranslation()
  const { sayAsync } = useChanging(tenantId)
  return (
    <PictureForm
      label={t('ownProfile.picture')}
      name={name}
      picture={ownPictureUrl(tenantId, pictureId)}
      hint={t('ownProfile.pictureHint')}
      offBecause={offBecause}
      put={async (file, how) => {
        const mediaId = await uploadPicture(tenantId, file, how)
        await sayAsync({ pictureMediaId: mediaId })
      }}
      remove={() => sayAsync({ pictureMediaId: '' })}
      wordsOf={(error) => t(pictureTrouble(error))}
    />
  )
}

/** Changes what the account shows, and puts what it shows then where it is read. */
function useChanging(tenantId: string, onDone: (changed: NewProfile) => void = () => undefined) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (body: NewProfile) => accountActions.changeProfile(tenantId, body),
    onSuccess: (profile, changed) => {
      client.setQueryData(accountKeys.profile(tenantId), profile)
      const { name } = changed
      if (name != null) {
        client.setQueryData<Portal>(
          tenantKeys.portal(tenantId),
          (portal) => portal && { ...portal, account: portal.account && { ...portal.account, pushName: name } },
        )
      }
      onDone(changed)
    },
  })
  const { mutate: say, mutateAsync: sayAsync, reset, isPending, isSuccess, isError, error } = change
  return { say, sayAsync, reset, isPending, isSuccess, trouble: isError ? troubleOf(error) : undefined }
}
