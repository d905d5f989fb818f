import type { Child } from 'hono/jsx'
import type { Tenant } from '../practice/tenants'
import type { Language, Words } from '../words/words'
import { LANGUAGES, WORDS } from '../words/words'

/** For whom a page is made. */
export interface Reader {
  readonly language: Language
  readonly words: Words
  /** The address of the page, to come back to it in another language. */
  readonly url: URL
}

/** Where customers of a practice begin. */
export const practicePath = ({ id }: Pick<Tenant, 'id'>): string => `/p/${id}`

interface LayoutProps {
  readonly reader: Reader
  readonly title: string
  /** The name of the practice. Defaults to what the application is for. */
  readonly brand?: string | undefined
  /** Where the name leads. */
  readonly home?: string | undefined
  /** Links beside the name. */
  readonly navigation?: Child
  /** Scripts of `browser` that the page needs. */
  readonly scripts?: readonly string[]
  readonly styles?: readonly string[]
  /** Whether the page uses the whole width of a screen. */
  readonly wide?: boolean
  readonly children: Child
}

/** What all pages have around them. */
export function Layout({ reader, title, home = '/', children, ...rest }: LayoutProps) {
  const { navigation, scripts = ['page'], styles = ['style'], wide = false } = rest
  const { words, language, url } = reader
  const { brand = words.choosePerson } = rest
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{brand === title ? title : `${title} · ${brand}`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        {styles.map((name) => (
          <link rel="stylesheet" href={`/assets/${name}.css`} />
        ))}
        {scripts.map((name) => (
          <script type="module" src={`/assets/${name}.js`}></script>
        ))}
      </head>
      <body class={wide ? 'wide' : ''}>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header>
          <a class="brand" href={home}>
            <span class="mark" aria-hidden="true"></span>
            {brand}
          </a>
          {navigation}
          <nav class="languages" aria-label={words.languages}>
            {LANGUAGES.map((each) => (
              <a
                href={inLanguage(url, each)}
                lang={each}
                hreflang={each}
                aria-current={each === language ? 'true' : undefined}
              >
                <abbr title={WORDS[each].language}>{each.toUpperCase()}</abbr>
              </a>
            ))}
          </nav>
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  )
}

/** The same page. Its path isn't repeated: `//evil.example` would lead elsewhere. */
function inLanguage(url: URL, language: Language): string {
  const parameters = new URLSearchParams(url.search)
  parameters.set('lang', language)
  return `?${parameters}`
}

/** A page with one message. */
export function MessagePage(props: {
  readonly reader: Reader
  readonly title: string
  readonly hint: string
  readonly brand?: string | undefined
  readonly home?: string | undefined
  readonly action?: { readonly href: string; readonly label: string } | undefined
}) {
  const { action, hint, ...layout } = props
  return (
    <Layout {...layout}>
      <section class="card message" role="status">
        <h1>{props.title}</h1>
        <p>{hint}</p>
        {action && (
          <p>
            <a class="button" href={action.href}>
              {action.label}
            </a>
          </p>
        )}
      </section>
    </Layout>
  )
}
