"""What a URL identifies: a row for each rule, and properties that hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkroll.kinds import KINDS
from linkroll.urls.identify import anchor, identify

ARXIV = "https://arxiv.org/abs/2209.10652"
LW = "https://www.lesswrong.com/posts/nmxzr2zsjNtjaHh7x"
GITHUB = "https://github.com/openai/CLIP-featurevis"
OTHELLO = "likenneth/othello_world/blob/master/Othello_GPT_Circuits.ipynb"
NOTEBOOK = f"https://github.com/{OTHELLO}"
NOTEBOOK_KEY = "nb:gh:likenneth/othello_world@master:Othello_GPT_Circuits.ipynb"
GIST = "0123456789abcdef01230123456789ab"
DRIVE = "1N4iPEyBVuctveCA0Zre92SpfgH6nmHXY"
YT = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
TWEET = "https://x.com/i/status/1366787345152331776"
HUB_NOTEBOOK = "https://huggingface.co/a/b/blob/main/x.ipynb"

# Each row: the rule and its source; URL; key; kind; canonical URL.
NAMED = [
    # arXiv: arXiv/arxiv-docs source/help/arxiv_identifier.md; arXiv/arxiv-base arxiv/identifier
    ("abs", ARXIV, "arxiv:2209.10652", "paper", ARXIV),
    ("a version is no identity", ARXIV + "v2", "arxiv:2209.10652", "paper", ARXIV),
    ("pdf", "https://arxiv.org/pdf/2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    (".pdf and version", "http://arxiv.org/pdf/2209.10652v1.pdf", "arxiv:2209.10652", "paper", ARXIV),
    ("html, section", "https://arxiv.org/html/2209.10652v1#S3", "arxiv:2209.10652", "paper", ARXIV),
    ("figure of an html page", "https://arxiv.org/html/2209.10652v1/x3.png", "arxiv:2209.10652", "paper", ARXIV),
    ("?context=", ARXIV + "?context=cs.LG", "arxiv:2209.10652", "paper", ARXIV),
    ("ps, www.", "https://www.arxiv.org/ps/2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("e-print, export.", "https://export.arxiv.org/e-print/2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("ftp", "https://arxiv.org/ftp/arxiv/papers/2209/2209.10652.pdf", "arxiv:2209.10652", "paper", ARXIV),
    ("arXiv: in the path", "https://arxiv.org/abs/arXiv:2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("first home", "http://xxx.lanl.gov/abs/2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("ar5iv", "https://ar5iv.labs.arxiv.org/html/2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("ar5iv, bare number", "https://ar5iv.org/2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("alphaXiv", "https://www.alphaxiv.org/overview/2209.10652v1", "arxiv:2209.10652", "paper", ARXIV),
    ("Hugging Face papers", "https://huggingface.co/papers/2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("DataCite DOI (source/help/doi.md)", "https://doi.org/10.48550/arXiv.2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("OpenReview by arXiv number", "https://openreview.net/forum?arxivid=2209.10652", "arxiv:2209.10652", "paper", ARXIV),
    ("old style drops the subject class", "https://arxiv.org/abs/math.GT/0309136v2", "arxiv:math/0309136", "paper", "https://arxiv.org/abs/math/0309136"),
    ("old style is lower case", "https://arxiv.org/pdf/Hep-th/9901001.pdf", "arxiv:hep-th/9901001", "paper", "https://arxiv.org/abs/hep-th/9901001"),
    ("a list is no paper", "https://arxiv.org/list/cs.LG/recent", "url:https://arxiv.org/list/cs.LG/recent", "page", "https://arxiv.org/list/cs.LG/recent"),
    ("a month 13 is no paper", "https://arxiv.org/abs/2313.01234", "url:https://arxiv.org/abs/2313.01234", "page", "https://arxiv.org/abs/2313.01234"),
    # DOI: DOI Handbook 2.4; Crossref blog 2015-08-11
    ("case-insensitive", "https://doi.org/10.1038/S41586-021-03819-2", "doi:10.1038/s41586-021-03819-2", "paper", "https://doi.org/10.1038/s41586-021-03819-2"),
    ("dx., escapes", "http://dx.doi.org/10.1016%2Fj.cell.2020.01.001", "doi:10.1016/j.cell.2020.01.001", "paper", "https://doi.org/10.1016/j.cell.2020.01.001"),
    ("view words", "https://dl.acm.org/doi/pdf/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922", "paper", "https://doi.org/10.1145/3442188.3445922"),
    ("bioRxiv's version", "https://www.biorxiv.org/content/10.1101/2021.03.04.433887v2.full.pdf", "doi:10.1101/2021.03.04.433887", "paper", "https://doi.org/10.1101/2021.03.04.433887"),
    ("SSRN", "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=3914105", "doi:10.2139/ssrn.3914105", "paper", "https://doi.org/10.2139/ssrn.3914105"),
    ("ACM's numbers without a DOI", "https://dl.acm.org/doi/10.5555/3295222.3295349", "url:https://dl.acm.org/doi/10.5555/3295222.3295349", "page", "https://dl.acm.org/doi/10.5555/3295222.3295349"),
    ("Zenodo may be anything", "https://doi.org/10.5281/zenodo.7382415", "doi:10.5281/zenodo.7382415", "page", "https://doi.org/10.5281/zenodo.7382415"),
    # ACL Anthology: acl-org/acl-anthology hugo/layouts/papers
    ("new id, .pdf and version", "https://aclanthology.org/2021.naacl-main.208v2.pdf", "acl:2021.naacl-main.208", "paper", "https://aclanthology.org/2021.naacl-main.208/"),
    ("old id, old host", "https://www.aclweb.org/anthology/N18-1001.bib", "acl:N18-1001", "paper", "https://aclanthology.org/N18-1001/"),
    ("its DOIs end in its ids", "https://doi.org/10.18653/v1/N18-1001", "acl:N18-1001", "paper", "https://aclanthology.org/N18-1001/"),
    # OpenReview: openreview/openreview-web app/forum/page.js
    ("forum", "https://openreview.net/forum?id=9XFSbDPmdW", "or:9XFSbDPmdW", "paper", "https://openreview.net/forum?id=9XFSbDPmdW"),
    ("pdf, referrer", "https://openreview.net/pdf?id=9XFSbDPmdW&referrer=x", "or:9XFSbDPmdW", "paper", "https://openreview.net/forum?id=9XFSbDPmdW"),
    ("the note of the submission itself", "https://openreview.net/forum?id=9XFSbDPmdW&noteId=9XFSbDPmdW", "or:9XFSbDPmdW", "paper", "https://openreview.net/forum?id=9XFSbDPmdW"),
    ("a reply is another thing", "https://openreview.net/forum?id=9XFSbDPmdW&noteId=kL2mRt5YxQ", "or:9XFSbDPmdW/kL2mRt5YxQ", "thread", "https://openreview.net/forum?id=9XFSbDPmdW&noteId=kL2mRt5YxQ"),
    # Forums: ForumMagnum packages/lesswrong/app, lib/random.ts
    ("slug", LW + "/actually-othello-gpt", "lw:nmxzr2zsjNtjaHh7x", "post", LW),
    ("Alignment Forum, heading", "https://www.alignmentforum.org/posts/nmxzr2zsjNtjaHh7x/a#Practical_Example", "lw:nmxzr2zsjNtjaHh7x", "post", LW),
    ("GreaterWrong", "https://www.greaterwrong.com/posts/nmxzr2zsjNtjaHh7x/other-slug", "lw:nmxzr2zsjNtjaHh7x", "post", LW),
    ("in a sequence the post counts", "https://www.lesswrong.com/s/yivyHaCAmMJ3CqSyj/p/nmxzr2zsjNtjaHh7x", "lw:nmxzr2zsjNtjaHh7x", "post", LW),
    ("a comment by query", LW + "/x?commentId=bXuwPqJ5kPbAv7gqd", "lw:nmxzr2zsjNtjaHh7x/bXuwPqJ5kPbAv7gqd", "thread", LW + "?commentId=bXuwPqJ5kPbAv7gqd"),
    ("a comment by path", LW + "/x/comment/bXuwPqJ5kPbAv7gqd", "lw:nmxzr2zsjNtjaHh7x/bXuwPqJ5kPbAv7gqd", "thread", LW + "?commentId=bXuwPqJ5kPbAv7gqd"),
    ("a comment by fragment", LW + "/x#bXuwPqJ5kPbAv7gqd", "lw:nmxzr2zsjNtjaHh7x/bXuwPqJ5kPbAv7gqd", "thread", LW + "?commentId=bXuwPqJ5kPbAv7gqd"),
    ("24 hex digits (ForumMagnum#1635)", "https://www.alignmentforum.org/posts/5bd75cc58225bf0670375575/x", "lw:5bd75cc58225bf0670375575", "post", "https://www.lesswrong.com/posts/5bd75cc58225bf0670375575"),
    ("EA Forum's mirror", "https://ea.greaterwrong.com/posts/nmxzr2zsjNtjaHh7x/x", "eaf:nmxzr2zsjNtjaHh7x", "post", "https://forum.effectivealtruism.org/posts/nmxzr2zsjNtjaHh7x"),
    ("a user is one on both sites", "https://www.alignmentforum.org/users/neel-nanda-1?from=x", "url:https://lesswrong.com/users/neel-nanda-1", "person", "https://www.lesswrong.com/users/neel-nanda-1"),
    ("tags moved to /w/", "https://www.lesswrong.com/tag/sae", "url:https://lesswrong.com/w/sae", "page", "https://www.lesswrong.com/w/sae"),
    ("a front page is each site's own", "https://www.alignmentforum.org/", "url:https://alignmentforum.org", "page", "https://www.alignmentforum.org/"),
    # GitHub: names are case-insensitive; issues and pull requests share their numbers
    ("repository", GITHUB, "gh:openai/clip-featurevis", "code", GITHUB),
    (".git, tab, anchor, slash", "http://www.github.com/openai/CLIP-featurevis.git/?tab=readme#usage", "gh:openai/clip-featurevis", "code", GITHUB),
    ("root of the main branch", GITHUB + "/tree/main", "gh:openai/clip-featurevis", "code", GITHUB),
    ("another branch is not the repository", GITHUB + "/tree/dev", "gh:openai/clip-featurevis/tree/dev", "code", GITHUB + "/tree/dev"),
    ("file, lines", GITHUB + "/blob/main/a.py#L3", "gh:openai/clip-featurevis/blob/main/a.py", "code", GITHUB + "/blob/main/a.py"),
    ("raw file", "https://raw.githubusercontent.com/openai/CLIP-featurevis/main/a.py", "gh:openai/clip-featurevis/blob/main/a.py", "code", GITHUB + "/blob/main/a.py"),
    ("raw file by refs/heads", "https://raw.githubusercontent.com/openai/CLIP-featurevis/refs/heads/main/a.py", "gh:openai/clip-featurevis/blob/main/a.py", "code", GITHUB + "/blob/main/a.py"),
    ("pull request is an issue", GITHUB + "/pull/7", "gh:openai/clip-featurevis/issues/7", "thread", GITHUB + "/issues/7"),
    ("owner", "https://github.com/OpenAI?tab=repositories", "url:https://github.com/openai", "page", "https://github.com/openai"),
    ("topics are no repository", "https://github.com/topics/sae", "url:https://github.com/topics/sae", "page", "https://github.com/topics/sae"),
    ("pages", "https://openai.github.io/CLIP/", "url:https://openai.github.io/CLIP", "page", "https://openai.github.io/CLIP/"),
    # Notebooks: googlecolab/colabtools colab-github-demo.ipynb; jupyter/nbviewer providers
    ("notebook on GitHub", NOTEBOOK, NOTEBOOK_KEY, "notebook", NOTEBOOK),
    ("Colab", f"https://colab.research.google.com/github/{OTHELLO}#scrollTo=x", NOTEBOOK_KEY, "notebook", NOTEBOOK),
    ("Colab's other host", f"https://colab.sandbox.google.com/github/{OTHELLO}", NOTEBOOK_KEY, "notebook", NOTEBOOK),
    ("githubtocolab", f"https://githubtocolab.com/{OTHELLO}", NOTEBOOK_KEY, "notebook", NOTEBOOK),
    ("nbviewer", f"https://nbviewer.jupyter.org/github/{OTHELLO}", NOTEBOOK_KEY, "notebook", NOTEBOOK),
    ("raw notebook", "https://raw.githubusercontent.com/likenneth/othello_world/master/Othello_GPT_Circuits.ipynb", NOTEBOOK_KEY, "notebook", NOTEBOOK),
    ("Binder", "https://mybinder.org/v2/gh/likenneth/othello_world/master?labpath=Othello_GPT_Circuits.ipynb", NOTEBOOK_KEY, "notebook", NOTEBOOK),
    ("Drive", f"https://colab.research.google.com/drive/{DRIVE}?usp=sharing#scrollTo=1R6E", f"nb:drive:{DRIVE}", "notebook", f"https://colab.research.google.com/drive/{DRIVE}"),
    ("gist", f"https://gist.github.com/someone/{GIST}", f"nb:gist:{GIST}", "code", f"https://gist.github.com/someone/{GIST}"),
    ("gist in Colab", f"https://colab.research.google.com/gist/someone/{GIST}/x.ipynb", f"nb:gist:{GIST}", "notebook", f"https://gist.github.com/someone/{GIST}"),
    ("gist in nbviewer, without owner", f"https://nbviewer.org/gist/{GIST}", f"nb:gist:{GIST}", "notebook", f"https://gist.github.com/{GIST}"),
    ("#fileId= is the identity", "https://colab.research.google.com/#fileId=https%3A//huggingface.co/a/b/blob/main/x.ipynb", f"nb:url:{HUB_NOTEBOOK}", "notebook", HUB_NOTEBOOK),
    ("nbviewer of any URL", "https://nbviewer.org/urls/huggingface.co/a/b/resolve/main/x.ipynb", f"nb:url:{HUB_NOTEBOOK}", "notebook", HUB_NOTEBOOK),
    # YouTube: get-video-id src/youtube.js
    ("watch, time", YT + "&t=42&si=abc", "yt:dQw4w9WgXcQ", "video", YT),
    ("v= behind others, escaped twice", "https://www.youtube.com/watch?feature=x&amp;v=dQw4w9WgXcQ", "yt:dQw4w9WgXcQ", "video", YT),
    ("short host", "https://youtu.be/dQw4w9WgXcQ?t=3", "yt:dQw4w9WgXcQ", "video", YT),
    ("embed, no cookie", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "yt:dQw4w9WgXcQ", "video", YT),
    ("shorts, mobile", "https://m.youtube.com/shorts/dQw4w9WgXcQ", "yt:dQw4w9WgXcQ", "video", YT),
    ("attribution", "https://www.youtube.com/attribution_link?u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26x%3D1", "yt:dQw4w9WgXcQ", "video", YT),
    ("a playlist keeps list=", "https://m.youtube.com/playlist?si=x&list=PL7m7hLIqA0hoIUPhC26ASCVs_VrqcDpAz", "url:https://youtube.com/playlist?list=PL7m7hLIqA0hoIUPhC26ASCVs_VrqcDpAz", "video", "https://www.youtube.com/playlist?list=PL7m7hLIqA0hoIUPhC26ASCVs_VrqcDpAz"),
    # X: the number decides
    ("whose name does not matter", "https://twitter.com/a/status/1366787345152331776?s=20", "x:1366787345152331776", "thread", TWEET),
    ("mirror", "https://nitter.net/b/status/1366787345152331776#m", "x:1366787345152331776", "thread", TWEET),
    ("a profile, any case", "https://twitter.com/ESYudkowsky?lang=en", "url:https://x.com/esyudkowsky", "person", "https://x.com/esyudkowsky"),
    # Hugging Face: huggingface_hub hf_api.py
    ("model", "https://hf.co/openai-community/gpt2/tree/main", "hf:models/openai-community/gpt2", "tool", "https://huggingface.co/openai-community/gpt2"),
    ("dataset", "https://huggingface.co/datasets/a/B", "hf:datasets/a/b", "dataset", "https://huggingface.co/datasets/a/B"),
    ("Space", "https://huggingface.co/spaces/a/b", "hf:spaces/a/b", "interactive", "https://huggingface.co/spaces/a/b"),
    ("documentation is no model", "https://huggingface.co/docs/transformers", "url:https://huggingface.co/docs/transformers", "page", "https://huggingface.co/docs/transformers"),
    # Copies (RFC 7089) have the inner URL's key
    ("Wayback", f"https://web.archive.org/web/20200101000000/{ARXIV}", "arxiv:2209.10652", "paper", f"https://web.archive.org/web/20200101000000/{ARXIV}"),
    ("Wayback, raw, no scheme", "https://web.archive.org/web/2020id_/www.neelnanda.io/a", "url:https://neelnanda.io/a", "page", "https://web.archive.org/web/2020id_/www.neelnanda.io/a"),
    # Sites of the field
    ("Distill", "http://distill.pub/2020/circuits/zoom-in/", "url:https://distill.pub/2020/circuits/zoom-in", "paper", "http://distill.pub/2020/circuits/zoom-in/"),
    ("Transformer Circuits", "https://transformer-circuits.pub/2022/toy_model/index.html", "url:https://transformer-circuits.pub/2022/toy_model", "paper", "https://transformer-circuits.pub/2022/toy_model/index.html"),
    ("Neuronpedia", "https://neuronpedia.org/gpt2-small/6-res-jb/650", "url:https://neuronpedia.org/gpt2-small/6-res-jb/650", "interactive", "https://neuronpedia.org/gpt2-small/6-res-jb/650"),
    ("Dynalist keeps the node", "https://dynalist.io/d/n2ZWtnoYHrU1s4vnFSAQ519J#z=3br1psLRIjQCOv2T4RN3V6F2", "url:https://dynalist.io/d/n2ZWtnoYHrU1s4vnFSAQ519J#z=3br1psLRIjQCOv2T4RN3V6F2", "page", "https://dynalist.io/d/n2ZWtnoYHrU1s4vnFSAQ519J#z=3br1psLRIjQCOv2T4RN3V6F2"),
    # Any other: RFC 3986 6.2
    ("http and https are one", "http://neelnanda.io/a", "url:https://neelnanda.io/a", "page", "http://neelnanda.io/a"),
    ("www. and case of the host", "https://WWW.NeelNanda.io/A", "url:https://neelnanda.io/A", "page", "https://www.neelnanda.io/A"),
    ("default port", "https://neelnanda.io:443/a", "url:https://neelnanda.io/a", "page", "https://neelnanda.io/a"),
    ("another port is another thing", "https://neelnanda.io:8443/a", "url:https://neelnanda.io:8443/a", "page", "https://neelnanda.io:8443/a"),
    ("dot segments (5.2.4)", "https://neelnanda.io/x/../a/./b", "url:https://neelnanda.io/a/b", "page", "https://neelnanda.io/a/b"),
    ("escapes (6.2.2)", "https://neelnanda.io/%7ea%2fb", "url:https://neelnanda.io/~a%2Fb", "page", "https://neelnanda.io/~a%2Fb"),
    ("IRI (RFC 3987 3.1)", "https://neelnanda.io/ü", "url:https://neelnanda.io/%C3%BC", "page", "https://neelnanda.io/%C3%BC"),
    ("IDNA 2008", "https://Bücher.de/", "url:https://xn--bcher-kva.de", "page", "https://xn--bcher-kva.de/"),
    ("a name IDNA 2008 lacks", "https://i❤.ws/", "url:https://xn--i-7iq.ws", "page", "https://xn--i-7iq.ws/"),
    ("trailing slash and index.html", "https://neelnanda.io/a/index.html", "url:https://neelnanda.io/a", "page", "https://neelnanda.io/a/index.html"),
    ("trackers go", "https://neelnanda.io/a?utm_source=x&gclid=1&id=2", "url:https://neelnanda.io/a?id=2", "page", "https://neelnanda.io/a?id=2"),
    ("ref and source may be identity", "https://neelnanda.io/?ref=1&source=2", "url:https://neelnanda.io?ref=1&source=2", "page", "https://neelnanda.io/?ref=1&source=2"),
    ("order of the query", "https://neelnanda.io/a?b=1&a=2", "url:https://neelnanda.io/a?a=2&b=1", "page", "https://neelnanda.io/a?b=1&a=2"),
    ("a heading is no identity", "https://neelnanda.io/a#part", "url:https://neelnanda.io/a", "page", "https://neelnanda.io/a#part"),
    ("a route is", "https://neelnanda.io/#/part", "url:https://neelnanda.io#/part", "page", "https://neelnanda.io/#/part"),
    ("a text fragment goes", "https://neelnanda.io/a#:~:text=x", "url:https://neelnanda.io/a", "page", "https://neelnanda.io/a"),
    ("behind a heading it stays, with its escapes", "https://neelnanda.io/a#part:~:text=a%2Db", "url:https://neelnanda.io/a", "page", "https://neelnanda.io/a#part:~:text=a%2Db"),
    ("nor does it belong to a state", "https://excalidraw.com/#json=ab:~:text=c", "url:https://excalidraw.com#json=ab", "page", "https://excalidraw.com/#json=ab:~:text=c"),
    ("a second #", "https://neelnanda.io/#/a#b", "url:https://neelnanda.io#/a#b", "page", "https://neelnanda.io/#/a#b"),
    ("a program in a playground", "https://www.typescriptlang.org/play#code/MYewdgzgLgBAJlApjA", "url:https://typescriptlang.org/play#code/MYewdgzgLgBAJlApjA", "page", "https://www.typescriptlang.org/play#code/MYewdgzgLgBAJlApjA"),
    ("a drawing", "https://mermaid.live/edit#pako:eNpVkM1qwzAQhF9F7KmFBHpI", "url:https://mermaid.live/edit#pako:eNpVkM1qwzAQhF9F7KmFBHpI", "page", "https://mermaid.live/edit#pako:eNpVkM1qwzAQhF9F7KmFBHpI"),
    ("settings of a compiler", "https://godbolt.org/#g:!((g:!((h:codeEditor", "url:https://godbolt.org#g:!((g:!((h:codeEditor", "page", "https://godbolt.org/#g:!((g:!((h:codeEditor"),
    ("a footnote is no state", "https://neelnanda.io/b#fn:1", "url:https://neelnanda.io/b", "page", "https://neelnanda.io/b#fn:1"),
    ("nor a long heading", "https://neelnanda.io/b#Some_Long_Heading_With_2_Numbers", "url:https://neelnanda.io/b", "page", "https://neelnanda.io/b#Some_Long_Heading_With_2_Numbers"),
    ("what Drive needs to answer", f"https://colab.research.google.com/drive/{DRIVE}?usp=sharing&resourcekey=0-a", f"nb:drive:{DRIVE}", "notebook", f"https://colab.research.google.com/drive/{DRIVE}?resourcekey=0-a"),
    ("who shared it is no identity", "https://docs.google.com/document/d/1N4iPEyBVuctveCA0Zre92SpfgH6nmHXY/edit?usp=sharing", "url:https://docs.google.com/document/d/1N4iPEyBVuctveCA0Zre92SpfgH6nmHXY/edit", "page", "https://docs.google.com/document/d/1N4iPEyBVuctveCA0Zre92SpfgH6nmHXY/edit"),
    ("who logs in goes", "https://a:b@neelnanda.io/a", "url:https://neelnanda.io/a", "page", "https://neelnanda.io/a"),
    ("blanks around, line ends within (WHATWG 4.4)", " https://neelnanda.io/\na ", "url:https://neelnanda.io/a", "page", "https://neelnanda.io/a"),
    ("no address", "TODO", "url:TODO", "page", "TODO"),
    ("nothing", "", "url:", "page", ""),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "url", "key", "kind", "canonical"), NAMED)
def test_identity(rule: str, url: str, key: str, kind: str, canonical: str) -> None:
    identity = identify(url)
    assert (identity.key, identity.kind, identity.canonical) == (key, kind, canonical), rule
    assert identity.url == url


def test_every_row_guards_a_rule_of_its_own() -> None:
    assert len({(url, rule) for rule, url, *_ in NAMED}) == len({url for _, url, *_ in NAMED})


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.alignmentforum.org/posts/nmxzr2zsjNtjaHh7x/x", "Alignment Forum"),
        (LW, "LessWrong"),
        (ARXIV, "arXiv"),
        (GITHUB, "GitHub"),
        ("https://colab.research.google.com/drive/" + DRIVE, "Colab"),
        ("https://distill.pub/", "Distill"),
        ("https://transformer-circuits.pub/", "Transformer Circuits"),
        ("https://youtu.be/dQw4w9WgXcQ", "YouTube"),
        ("https://www.neelnanda.io/", "neelnanda.io"),
        ("TODO", ""),
    ],
)
def test_site_is_what_people_call_the_host(url: str, site: str) -> None:
    assert identify(url).site == site


@pytest.mark.parametrize(
    ("rule", "url", "rels"),
    [
        ("all but the one given", ARXIV, {"pdf", "html"}),
        ("the abstract of a PDF", "https://arxiv.org/pdf/2401.00001", {"abs", "html"}),
        ("notebook in Colab", f"https://colab.research.google.com/github/{OTHELLO}", {"github", "nbviewer"}),
        ("notebook on GitHub", NOTEBOOK, {"colab", "nbviewer"}),
        ("OpenReview's PDF", "https://openreview.net/forum?id=9XFSbDPmdW", {"pdf"}),
        ("nothing follows", "https://www.neelnanda.io/", set()),
    ],
)  # fmt: skip
def test_companions_follow_from_the_url(rule: str, url: str, rels: set[str]) -> None:
    companions = identify(url).companions
    assert {companion.rel for companion in companions} == rels, rule
    # Where a companion is another form of the thing itself, it has the same key.
    assert {identify(companion.url).key for companion in companions} <= {identify(url).key}


def test_html_of_old_papers_is_where_there_is_one() -> None:
    forms = {form.rel: form.url for form in identify(ARXIV).companions}
    assert forms["html"] == "https://ar5iv.labs.arxiv.org/html/2209.10652"
    forms = {form.rel: form.url for form in identify("https://arxiv.org/abs/2405.00208").companions}
    assert forms["html"] == "https://arxiv.org/html/2405.00208"


@pytest.mark.parametrize(
    ("key", "id_"),
    [
        ("arxiv:2209.10652", "arxiv-2209.10652"),
        ("nb:gh:a/b@main:c d.ipynb", "nb-gh:a/b@main:c~20d.ipynb"),
        ("url:https://neelnanda.io/a?b=1&c=~", "url-neelnanda.io/a?b=1~26c=~7E"),
        ("url:https://a.org/(x)'\"", "url-a.org/~28x~29~27~22"),
        ("url:TODO", "url-~.TODO"),
        ("url:ü", "url-~.~C3~BC"),
    ],
)
def test_anchor(key: str, id_: str) -> None:
    assert anchor(key) == id_


# Text that is near to URLs, so that properties are tried where they could fail.
PIECES = st.sampled_from(
    [
        "https://", "http:", "//", "/", "?", "#", "&", "=", "%", "%2", "%41", "..", ".", "@", ":", "-",
        "www.", "arxiv.org/abs/", "2209.10652", "v1", ".pdf", "doi.org/", "10.48550/arXiv.", "10.1/",
        "github.com/", "a/b", "/blob/main/", "x.ipynb", "colab.research.google.com/", "#fileId=",
        "nbviewer.org/urls/", "web.archive.org/web/2020/", "www.lesswrong.com/posts/", "index.html",
        "nmxzr2zsjNtjaHh7x", "youtu.be/", "dQw4w9WgXcQ", "utm_source=x", "id=", "[::1]", "ü", "İ", "\ud800",
        "huggingface.co/", "datasets/", "openreview.net/forum?id=", "&amp;", "\\", "\t", "xn--",
    ]
)  # fmt: skip
URLISH = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text())


@given(URLISH)
def test_identity_is_stable_for_any_text(text: str) -> None:
    identity = identify(text)
    again = identify(identity.canonical)
    assert (again.key, again.canonical) == (identity.key, identity.canonical)
    assert identity.kind in KINDS


@pytest.mark.parametrize(
    "url",
    [
        "https://a%2540b@x%40y.org/",
        "https://web.archive.org/web/2024/https://ex\x01m/po",
        "https://web.archive.org/web/2024/https://example.\udcfa#om/",
        "https://neelnanda.io/?s=96&amp;amp;r=1",
        "https://web.archive.org/web/2024/https:/\udcc1https:/../tpopt/x",
    ],
)
def test_what_fuzzing_found_stays_mended(url: str) -> None:
    identity = identify(url)
    again = identify(identity.canonical)
    assert (again.key, again.canonical) == (identity.key, identity.canonical)


@given(URLISH, URLISH)
def test_anchors_never_meet(a: str, b: str) -> None:
    assert (anchor(a) == anchor(b)) == (a == b)
    assert (anchor(f"url:{a}") == anchor(f"url:https://{b}")) == (a == f"https://{b}")
    assert not set(anchor(a)) & set(" \t\n\"'&<>()#%")


OWNER = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,20}", fullmatch=True)
REPOSITORY = st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)
NUMBER = st.builds(
    lambda year, month, number: f"{year:02}{month:02}.{number:05}",
    st.integers(15, 26), st.integers(1, 12), st.integers(1, 10000),
)  # fmt: skip


@given(NUMBER, st.sampled_from(["", "v1", "v12"]))
def test_mirrors_of_a_paper_have_one_key(number: str, version: str) -> None:
    mirrors = [
        "https://arxiv.org/abs/{}", "http://www.arxiv.org/pdf/{}.pdf", "https://alphaxiv.org/abs/{}",
        "https://ar5iv.org/html/{}", "https://export.arxiv.org/html/{}", "https://hf.co/papers/{}",
    ]  # fmt: skip
    keys = {identify(mirror.format(number + version)).key for mirror in mirrors}
    assert keys == {f"arxiv:{number}"}


@given(OWNER, REPOSITORY, st.sampled_from(["", "/", ".git", "?tab=x", "#readme"]))
def test_spellings_of_a_repository_have_one_key(owner: str, repository: str, tail: str) -> None:
    url = f"https://github.com/{owner}/{repository}"
    spellings = {
        url + tail,
        url.upper().replace("HTTPS", "http"),
        f"https://www.github.com/{owner}/{repository}",
    }
    assert len({identify(spelling).key for spelling in spellings}) == 1


@given(OWNER, REPOSITORY, REPOSITORY)
def test_mirrors_of_a_notebook_have_one_key(owner: str, repository: str, name: str) -> None:
    spot = f"{owner}/{repository}/blob/main/{name}.ipynb"
    identity = identify(f"https://github.com/{spot}")
    assert {identify(companion.url).key for companion in identity.companions} <= {identity.key}


def test_hostile_lengths_take_no_time() -> None:
    for piece in (
        "/",
        "..",
        "@",
        "%",
        "a.",
        "/pdf",
        "https://web.archive.org/web/1/",
        "[",
        "#fileId=",
    ):
        identify("https://doi.org/10.1/" + piece * 50_000)
        identify("https://" + piece * 50_000)
        identify(("https://arxiv.org/" + piece * 4000)[:8000])
