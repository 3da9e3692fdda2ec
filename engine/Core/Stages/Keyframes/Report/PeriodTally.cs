using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>Counts what a source shows while a period runs, and reports at its end. For the source's thread.</summary>
/// <param name="engine">The engine's name.</param>
/// <param name="stage">The stage's id.</param>
internal sealed partial class PeriodTally(string engine, string stage)
{
    private const int MostSurprising = 10;
    private FrameTally _all = new();
    private double _pixels = 1;

    /// <summary>Counts a frame that was looked at; allocates nothing.</summary>
    /// <param name="frame">Borrowed; has a picture.</param>
    /// <param name="luma">Its mean luma, 0 to 255.</param>
    /// <param name="at">When it was taken, on the source's clock; null for the wall's.</param>
    public void Offer(Frame frame, double luma, double? at = null)
    {
        _pixels = (double)frame.DisplayWidth * frame.DisplayHeight;
        _all.Add(frame, luma, _pixels, at);
    }

    /// <summary>Takes what was counted, for <see cref="Report"/> on another thread, and begins anew.</summary>
    public (FrameTally All, double Pixels) Take()
    {
        var taken = (_all, _pixels);
        _all = new();
        return taken;
    }

    /// <summary>Reports on a period; from any thread.</summary>
    /// <param name="counted">What <see cref="Take"/> gave at its end.</param>
    /// <param name="figures">What choosing knows.</param>
    /// <param name="chosen">What was chosen.</param>
    /// <param name="evicted">Keyframes evicted meanwhile.</param>
    /// <param name="evictedLoss">What that cost.</param>
    public KeyframeReport Report((FrameTally All, double Pixels) counted, PeriodFigures figures, IReadOnlyList<KeptFrameFigure> chosen, long evicted = 0, double evictedLoss = 0)
    {
        var (random, archive) = (new FrameTally(), new FrameTally());
        foreach (var one in chosen)
        {
            archive.Add(one.Frame, one.Why.Luma ?? 128, counted.Pixels, one.Why.At);
            if (one.Why.IsRandom) random.Add(one.Frame, one.Why.Luma ?? 128, counted.Pixels, one.Why.At);
        }

        var vectors = chosen.Select(static one => one.Why.Keyframe.Embedding.ToArray()).Where(static vector => vector.Length > 0).ToList();
        return new()
        {
            Engine = engine,
            Stage = stage,
            Period = figures,
            All = counted.All,
            Random = random,
            Archive = archive,
            RandomDivergence = Divergence.Of(counted.All, random),
            ArchiveDivergence = Divergence.Of(counted.All, archive),
            Vendi = Math.Round(VendiNumber.Of(vectors, figures.Reach > 0 ? figures.Reach / 4 : 0.25), 3),
            Surprising = [.. chosen.Where(static one => one.Why is { RareCell: not null, Surprise: > 0 }).OrderByDescending(static one => one.Why.Surprise)
                .DistinctBy(static one => one.Why.RareCell).Take(MostSurprising).Select(static one => new SurprisingCell(one.Why.RareCell!, Math.Round(one.Why.Surprise, 2), one.Key))],
            Evicted = evicted,
            EvictedLoss = Math.Round(evictedLoss, 6),
        };
    }
}
