/**
 * The product's icon at the sizes that wallets want at least, as PNG: made of web/public/icon-512.png by sharp, with 24 colours.
 * Part of the program, since a pass is made by processes that have no web folder, too.
 */
const images: Record<string, string> = {
  "icon.png": [
    "iVBORw0KGgoAAAANSUhEUgAAAB0AAAAdCAMAAABhTZc9AAAC9FBMVEVMaXEsGDQsFjEAAH8sGDQrGDIrGDMrGDMqGDIrGDQrFzIpGDJVAFUsGDQpFC4qGDIr",
    "FzMrGDMqGDMrGTUrGDIrGTMrGTUrGDMrGDMtGjMhEDMsGDMtGTNXPDIsGTUsGTT/zi4rGDT9xi4uGjcuGjYsGTMqFzP/xy79xS7+xi4uGTYmEykjFTL/zy4u",
    "GjMnFCshFDIvHDMjETMiETMqFzFvUDEpFzNYPDLfrS/7yi4kEzMgFDH/0i76wy78xTD/a02SjP/7xC4uGTcsGjY8KlUrFzJPJjd5cM9AMF4lESYuGTMqGDMg",
    "EDMpFi8hEzIoFSwqFzBiVaJYKjjNWkglEyseEzE+Ll6Wj/8vHDZGLzIxHDMnFjIoFzNXKDj/cU+fRkEkFjJXLDdKJDf/cE79ak45KFGNh/8oFCYeDjYuGzmT",
    "jf9DMVUgDTNWPDMhFTE0IkYwGjT/yS/zvS6ekuaKg/qKg/MmEyj/zi/+xC79yS1pXrQXBSZdT5eifDGhfTMPBzH/bU3/eUryaEz5Z0xzNDz9aE2VQkCwTEM/",
    "IDb+xy5YKjn7a03/b079j0D7Y0/9tTT/yS7+ak7+ziwjFjLEVEYvHDv/zyxaKznrYkt2NTzoYEv/qDn/0SwZETE0GzSIf+2bei5oX8W4S0bsZUygeCT/clCX",
    "kf/nulOFgP+Oh/uRif35yzcoFCwnFCxMPXiMhf3/yx6Oh/+6n6hAMF9zaMb/yCf1ZkvhYUrijzn/bk6LPT9QITnwvC4iDyLwZUv7aEyBeev8b0/Zs3q9Zz3/",
    "0S3/0C43JjH/0S7+0S6Nhv+TjPv+yi+CeuKMdIqDfOy7mXj5aE1OP3xfKTr/cE+JgfVvTzJXSpD/0CL/zi3/a1BCMWD/0C8WCzL/zTD/bE7siD7aV0pDKTXm",
    "ty3+yy6AXjH/yy3SXEiOif+KgvnxvSx3cN+QiP+PiP/rtiX/zSqHf+4jETWLhPtuUDJAKjt9c9GylpZAMWo8JSobCiqUjv82J2NONi8YYMrsAAAAGHRSTlMA",
    "3C4C/v39/vv6dXQD9jH84JqbmPyZmd+BilkfAAAACXBIWXMAAFxGAABcRgEUlENBAAAB4ElEQVQoz2Ng4GFgEhQQkUAF/AJCTEAZBmYGbk5lFgl0wKLMyQ2U",
    "Y+DSYuNgx5Bl52DT4mJg4OOVZpXABlilefkYRFU4ECLSqtIIDoeKMAOjPMJYPTUrNT2E4fKMDJwIxapShpGGPqoIAU4GhE4ZY1OLIgtTYxmEbgaEpJG5pW6n",
    "rqW5kSRcDC4rHZVTa2OraWtTlxGhiC4rbZZXv+CIo7rj8SXV6SaKqLLSMQVtiw7feKz59N3ZhTWZAYoosjI67UsP3rz/6O7br89PLavSl0eWlY7uWGx/4d6D",
    "h78/v3r94uT8fF95ZFmzedt37r/8DBgaX35+dDgzFWoz3OSZ2+z3Xbrz4ce392+uXFwrh2rv5LnTd+0+dvXJp++/rt3auwZFVsa6a8qsGTv2HD1x++X5cwe2",
    "bNaWQ8jKWLd090ycPWeChobG6euHNjqsXFcmB5OVSUhqaujrnVShqa6urmm3YdOKVaWp/nJQWa/Q+OTm1v5KDSUQsNu6fH1JVqCnM0gWFEfewXEpjYW6CmBQ",
    "Pm11cVq4uys4jkDxK+0WFJsoCwe52WEeLorg+AWnDR0DAz8pBAjR1taHpA0xULpSlZGRkUQAOTk5eUi6wp8mcadnJy6CeQGcj/jR85E4OB8BACb1swkwftSC",
    "AAAAAElFTkSuQmCC",
  ].join(""),
  "icon@2x.png": [
    "iVBORw0KGgoAAAANSUhEUgAAADoAAAA6CAMAAADWZboaAAADAFBMVEVMaXEsGDQrFzIqFzMqGDIrGDMAACkrGDNEAEcqGDIrFzMoFDMrFTYsGDIpFzIrGDMq",
    "FjMrGDMrFzMrFzIrGDIsGDQrGDMlEi//AP8pFzEqGDIrGDMrGDMrGDP/xy7/ak2Nhv8tGTMvGzMbCzOBXzEsGTUuGTMrGTP/1S77xC4rGDMuGTYoFjP+xi7/",
    "bE0tGTYhEDP/cE8tGjctGTX+xy7/0S2Ujv+LhPwkECQkEzP9xS3/bU4nEyv/zS7+ak0aETGNhv4gFDKRi/8oFCz9aU38Z0z/yC7/yi78xS4lFjImEiiLhPuM",
    "hv/8aU2Mhf37wy4pFjCBOD6Vj/+CeeUjFTJHIjcxHj9eQjIlESdTRYb8aE2Pif8iFDL/xi7/0y43HDT/Z07+b0//ziyJhP+TjP84J08pFS5BITU0IkY9KDL+",
    "zC3/1C79yC4eEzH/yimPh/36aEzkYUr/cU/bXklnLzp/dtz7xjOXQUAuHDWKg/uPh/8gEzJKMjL4wS5aKjkyHzMfDjPsuy5HLjKwiTBCKzPvvC6ofzDAlSuK",
    "gvdaQDLzvy8jEDSKhv9BMGDqY0tuZLhQQX88K1f/aVD/ZE9RJjceDjNtTjJUOTLMV0e2UEUgDSe/TkaQif//mjz0Z0yKg/PPoC+Ggv+tSkPHqJKbjeLlYUpa",
    "TZQ7HjVDM2X/tzMuHDpGNmy+kTCTjf1cT5r/zCH9xjDpvFL/cEr/zB4dDDPaqC1kRzE3JktnW63xZ0wYDjEyGjTuvS70Yk18Nz3tvS7otC7ec0Lnsy55Nzx1",
    "a81IOW6EfOr+jkFVSIuPP0C7n6iYhK+FfexBKiuDfv01JVaGOz//dlEcEjGcl/+Lc4W5Zzz/xC/FnC7NmyNrY8n7vjD/hkj7c0j/dkmBQjtuZMBRRIpeS3Kt",
    "ntL0wDuQQEB3bs+Ph/hfLDpgLTn/sjWbdDHkuVxoXLI0HDX/rDcsEzXWfD3TWUhzNDyXi+mbdTFNPnn/zyktGTB4b9ReUZykiYuViu3etW8lFUH/zB/+yi16",
    "mDNvAAAAHXRSTlMA/mGl/f0B/gP8jBkXf1XzWOfV7fLj6BsBgH/U051ASH4AAAAJcEhZcwAAXEYAAFxGARSUQ0EAAAQ3SURBVEjHY2AAAQ42Bh4mZiF+dlm8",
    "gJ1fiJmJh0GCgwEG2DgYuLmEtfVVZQkCVX1tYS5ukFUwnXyC2owsnKzshHSys3JyMmoL8sH0cjBIGTNysssSCdg5GY0lGTggOnmNOFlkSQAsnEa8IL0cDALG",
    "rOyyJAF2VmMBkF5xUVVWWRIBq6qoONDBXEacsiQDTiMuBgZuMUZ20rWyM4pxMzBpk2Ep0FptJgZmcrUyM0jjCSRFRTwBJcMgIovDq4pqOpaWOmo4dLPLijDg",
    "CiM1y4b6mpr6Bks1XCHFgMutBi1th2prD7S1GOByNQMuneGt2f/d3P5nt4bj0otdq6Jl035bf10g8Lfd02SpSIpWg+Y4fzkw8I9rNiBBq7pOZqO7LkSrrntj",
    "po460VoVDTpN5EwgWoGMTuzWYtOqqNQd7obQ6hbeXaFKlFZF2ZjcXZldbjAHu3WdnRVhI6tKWKuip07dvsOh7aZWEK0epu3nJ0zoDXBWJaRVMSR0hl5i0d6D",
    "7jlWQHt1PXLyTp8LMqs6koqhF02rumd6oaGLr69ewvEsUxMPDxPTvFM9+ebmfmbBGWmqeLUqVi8yLLCTl7dzmXT1uompac6NKz3eDgoKDpVBO7zwa9WJL9QD",
    "6pSX9zWcXT192rTpNjfN/BSAwC86OCxAHY9Wdc/QefJgrS7WxbIGU6cayJbOAWt1qOrYjuZbdFuX98G0zvBUU1NTTHvqBNV6LCMAr1bFmJmGUSCtBUVPcoE5",
    "VTViWZA3SKu3Wb8NgWAKmTLPOsrXN8qwOF4H5IOAsFIzcyBwmj+RgFZZRccXSw0TE60/hnoqAUNFvSIt9UfKWrOU4BVeqoRSk1LI20/l5SXqIQZbLHV0LLcY",
    "OH9fve7n11XORgRSk6KiY4zS8tDQ+PdK216tWbBgzZdtFX/DUlPDjGy81PE6WM0z5PmiQhc9edcPW23jTG1tTeNst/6q9Mn3C36zwjlNH7dWNcf02XqGenoJ",
    "m96Z2upqelhZeWjq2n778zs5Pzplzv3tXvq4tKo51vUBE7BLwqaVWVbQjCMnZ7Vh88bPyX7mDmZnelH0MiDH6ZSd1uBIfZkUK4cEyta/fubjoIAeQUhadXYX",
    "g3VOnouqE6j33+KF+QpAvaWrArBpVcs9aegL1Jlw95obqk5gIVO2JDkflKSWRehj0QrLNJiWysltWA+21m8OMPtgalV0LLEGJ3z5le6YWvM2+oCzntNRRKKC",
    "a1W7VG5dAASud25p+muiA6vHSxZ6e3t3OK2z0Me0tXrmxURDw6JJt7M1sIFHTkFBQWsv90cgbIVXkjolFwJB4J4KVvDwQSQQnFgdgKgkEVWzo/0lELBXxgpm",
    "WYCBF1LVjGgQqEGAEnZgrA8GqkgNAgqaIWQ2fliAjR8KmlwUNPQoaF5S0qglvylNSQOekm4DSC8PeZ0VkJslyOgiAQA2bC34FNvHfwAAAABJRU5ErkJggg==",
  ].join(""),
};

const files = Object.entries(images).map(([name, text]): [string, Buffer] => [name, Buffer.from(text, "base64")]);

/** The images of every pass, by their names in it. */
export const passImages = (): [name: string, content: Buffer][] => files;
