namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>How a page looks: by day and by night, on a wall and on a phone, without anything from outside.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ground:#f6f5f2;--card:#fff;--ink:#1d1f23;--soft:#6c7078;--line:#e4e2dc;--all:#cfd3da;--kept:#d9480f;--chance:#0b7285;--rare:#862e9c;--rule:#2b8a3e;--shade:0 1px 2px #0000000f,0 6px 20px #00000008}
        @media(prefers-color-scheme:dark){:root{--ground:#121417;--card:#1b1e23;--ink:#eceef1;--soft:#9aa1ab;--line:#2b3038;--all:#454c57;--kept:#ff8a4c;--chance:#3bc9db;--rare:#da77f2;--rule:#69db7c;--shade:none}}
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1280px;margin:0 auto;padding:32px 24px 64px}
        header h1{font-size:30px;line-height:1.15;margin:0 0 4px;letter-spacing:-.02em}header p,.about{color:var(--soft);margin:0}
        nav{display:flex;flex-wrap:wrap;gap:8px;margin:18px 0 0}nav a{color:inherit;text-decoration:none;border:1px solid var(--line);background:var(--card);padding:3px 12px;border-radius:99px}nav a:hover{border-color:var(--kept)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(138px,1fr));gap:12px;margin:20px 0}
        .tile{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 14px;box-shadow:var(--shade)}.tile b{display:block;font-size:24px;line-height:1.2;letter-spacing:-.02em;font-weight:640}.tile span{color:var(--soft);font-size:13px}
        section{margin-top:44px}h2{font-size:22px;margin:0 0 2px;letter-spacing:-.01em}h3{font-size:15px;margin:28px 0 10px}
        .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:12px}
        .plot,.panel{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 14px;box-shadow:var(--shade)}
        .plot h4{margin:0 0 6px;font-size:14px;display:flex;justify-content:space-between;align-items:baseline;gap:12px;font-weight:600;white-space:nowrap}.plot h4 small{color:var(--soft);font-weight:400}
        svg{display:block;width:100%;height:auto}svg text{fill:var(--soft);font-size:11.5px}.axis{stroke:var(--line)}
        rect.all{fill:var(--all)}rect.kept{fill:var(--kept)}line.chance{stroke:var(--chance);stroke-width:2.5}
        .timeline{height:56px}.timeline line{stroke-width:2.5;vector-effect:non-scaling-stroke;stroke:var(--kept)}.timeline line.axis{stroke:var(--line);stroke-width:1}.timeline line.random{stroke:var(--chance)}.timeline line.rule{stroke:var(--rule)}.timeline line.rare{stroke:var(--rare)}
        .key{display:flex;flex-wrap:wrap;gap:6px 18px;color:var(--soft);font-size:13px;margin:10px 0}.key i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
        .stack{display:flex;height:14px;border-radius:7px;overflow:hidden;background:var(--line)}.stack i{display:block;min-width:1px}
        .sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:14px}
        figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden;box-shadow:var(--shade)}
        .shot{position:relative;background:#000}.shot img{display:block;width:100%;height:auto}.shot svg{position:absolute;inset:0;width:100%;height:100%}.shot rect{fill:none;stroke:#ffd43b;stroke-width:1.6;vector-effect:non-scaling-stroke}
        figcaption{padding:8px 10px 10px;font-size:12.5px;line-height:1.4}figcaption time{display:block;font-weight:600}figcaption span{color:var(--soft)}
        .chip{display:inline-block;border-radius:99px;padding:0 8px;font-size:11.5px;line-height:18px;margin:4px 4px 0 0;background:color-mix(in srgb,var(--c,var(--kept)) 16%,transparent);color:var(--c,var(--kept))}.chip.random{--c:var(--chance)}.chip.rule{--c:var(--rule)}.chip.rare{--c:var(--rare)}.chip.note{--c:var(--soft)}
        .cells{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:14px}
        table{border-collapse:collapse;width:100%}th{color:var(--soft);font-weight:500;text-align:left}td,th{padding:5px 8px;border-bottom:1px solid var(--line)}tr:last-child td{border:0}.n{text-align:right}
        .side{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:12px}.none{color:var(--soft);margin:8px 0}
        footer{margin-top:56px;color:var(--soft);font-size:13px}
        @media(max-width:560px){main{padding:20px 14px 48px}header h1{font-size:25px}.sheet,.cells{grid-template-columns:repeat(2,1fr);gap:10px}.tiles{grid-template-columns:repeat(2,1fr);gap:10px}.tile b{font-size:21px}}
        @media print{body{background:#fff}figure,.plot,.tile{break-inside:avoid}}
        """;
}
