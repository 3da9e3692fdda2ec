using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Chooses among the candidates of a period those that together show the most: every cluster by the nearest chosen frame (weighted facility
/// location), every track and every episode by a frame that shows it. All three are monotone and submodular, so greedy choice is within
/// 1 - 1/e of the best; afterwards choices that serve appearance alone are exchanged while that helps.
/// </summary>
internal sealed class Chooser
{
    /// <summary>What all tracks together count beside all of appearance.</summary>
    public const double TrackShare = 0.2;

    /// <summary>
    /// What all episodes together count beside all of appearance. Whoever writes rules, and says how many episodes of each, wants them before the
    /// forty-fifth picture of the usual: with 0.2 a third of the episodes had to stand back for those.
    /// </summary>
    public const double EpisodeShare = 0.6;

    private const int ExchangeRounds = 3;
    private const double WorthExchanging = 1e-4;
    private readonly ChoiceTask _task;
    private readonly float[] _weights;
    private readonly float[] _distances;

    // How far each cluster is from what is archived; from that and what other sources would choose; and from the picks as well.
    private readonly float[] _paid;
    private readonly float[] _archived;
    private readonly float[] _nearest;
    private double _full;
    private IReadOnlyList<KeptFrame> _others = [];
    private readonly HashSet<long> _shown = [];
    private readonly HashSet<Episode> _covered = [];
    private readonly List<Pick> _picks = [];

    /// <summary>Prepares; the distances of all candidates to all clusters are worked out here.</summary>
    public Chooser(ChoiceTask task)
    {
        _task = task;
        _weights = new float[task.Clusters.Count];
        for (var c = 0; c < _weights.Length; c++) _weights[c] = (float)Math.Pow(task.Clusters[c].Weight, task.MassExponent);
        _distances = Distances();
        _paid = new float[Count];
        Array.Fill(_paid, Reach);
        Near(task.Archive, _paid);
        _archived = [.. _paid];
        _nearest = [.. _paid];
        _full = Full();
    }

    /// <summary>The largest distance of a candidate to a cluster: the unit that the published guarantee is in.</summary>
    public float Reach { get; private set; } = 1e-6f;

    /// <summary>Share of what choosing every candidate would cover that is covered.</summary>
    public double Covered { get; private set; }

    /// <summary>What is chosen.</summary>
    public IReadOnlyList<Pick> Picks => _picks;

    private int Count => _weights.Length;

    private int Length => _task.Metric.Length;

    /// <summary>Says what other sources choose at the same time: what that shows is shown, and what repeats it is not chosen.</summary>
    public void Beside(IReadOnlyList<KeptFrame> others)
    {
        _others = others;
        _paid.CopyTo(_archived, 0);
        Near(others, _archived);
        _archived.CopyTo(_nearest, 0);
        _full = Full();
    }

    /// <summary>Chooses by gain alone.</summary>
    /// <param name="most">How many, at most, those given beforehand included.</param>
    /// <param name="givens">Those that are chosen whatever they bring; null for those of the task.</param>
    /// <returns>In order of choice, so that gains don't grow.</returns>
    public IReadOnlyList<Pick> Rank(int most, IReadOnlyList<int>? givens = null)
    {
        _picks.Clear();
        _covered.Clear();
        _shown.Clear();
        _shown.UnionWith(_task.Shown);
        _archived.CopyTo(_nearest, 0);
        foreach (var given in givens ?? _task.Given)
            if (_picks.Count < most) Take(given, isGiven: true);
        var bounds = new double[_task.Candidates.Count];
        Array.Fill(bounds, double.PositiveInfinity);
        var round = new int[bounds.Length];
        for (var i = 0; i < _picks.Count; i++) bounds[_picks[i].Candidate] = double.NegativeInfinity;
        while (_picks.Count < most)
        {
            var best = CoverageMath.Largest(bounds);
            if (best < 0 || bounds[best] <= 1e-9) break;
            if (round[best] == _picks.Count + 1)
            {
                bounds[best] = double.NegativeInfinity;
                if (IsKnown(best, -1)) _task.Candidates[best].IsDuplicate = true;
                else Take(best, isGiven: false);
                continue;
            }

            // A gain only shrinks as more is chosen: what it was before bounds it.
            var (coverage, tracks, episodes) = GainOf(best);
            bounds[best] = coverage + tracks + episodes;
            round[best] = _picks.Count + 1;
        }

        return _picks;
    }

    /// <summary>Keeps the first choices and exchanges those that another serves better.</summary>
    /// <param name="count">How many.</param>
    /// <param name="mayExchange">Whether they may be exchanged: not where more are to be chosen later.</param>
    public List<Pick> Choose(int count, bool mayExchange = true)
    {
        if (_picks.Count == 0) Rank(count);
        if (_picks.Count > count) _picks.RemoveRange(count, _picks.Count - count);
        _shown.Clear();
        _shown.UnionWith(_task.Shown);
        foreach (var pick in _picks) _shown.UnionWith(_task.Candidates[pick.Candidate].Tracks);
        if (mayExchange) Exchange();
        Account();
        return _picks;
    }

    /// <summary>What a pick brought, in frames times distance: comparable with picks of other choosers.</summary>
    public double WorthOf(Pick pick) => pick.Gain * _full;

    private float[] Distances()
    {
        // So many clusters' means stay in the nearest cache while all candidates go by, four at a time.
        const int Block = 16;
        var (candidates, clusters) = (_task.Candidates, _task.Clusters);
        var means = new short[Block * Length];
        var distances = new float[candidates.Count * clusters.Count];
        var last = candidates.Count - 1;
        var largest = 0f;
        for (var start = 0; start < clusters.Count; start += Block)
        {
            var count = Math.Min(Block, clusters.Count - start);
            for (var c = 0; c < count; c++) VectorMath.Shorten(clusters[start + c].Mean, means.AsSpan(c * Length, Length));
            for (var s = 0; s < candidates.Count; s += 4)
            {
                // At the end some are there twice.
                short[] first = candidates[s].Features, second = candidates[Math.Min(s + 1, last)].Features;
                short[] third = candidates[Math.Min(s + 2, last)].Features, fourth = candidates[Math.Min(s + 3, last)].Features;
                for (var c = 0; c < count; c++)
                {
                    var away = Vector128.Sqrt(_task.Metric.Squared(ref means[c * Length], ref first[0], ref second[0], ref third[0], ref fourth[0])) * (1 / VectorMath.Steps);
                    for (var i = 0; i < 4 && s + i <= last; i++)
                    {
                        distances[((s + i) * clusters.Count) + start + c] = away[i];
                        largest = Math.Max(largest, away[i]);
                    }
                }
            }
        }

        // What covers nothing is a little farther away than the farthest candidate: one frame of one cluster is worth having.
        Reach = Math.Max(Reach, largest) * 1.05f;
        return distances;
    }

    /// <summary>Lowers how far each cluster is by frames that are kept: their coverage has been paid for.</summary>
    private void Near(IReadOnlyList<KeptFrame> frames, float[] nearest)
    {
        if (frames.Count == 0) return;
        var mean = new short[Length];
        for (var c = 0; c < Count; c++)
        {
            VectorMath.Shorten(_task.Clusters[c].Mean, mean);
            var least = (long)(nearest[c] * (double)VectorMath.Steps * nearest[c] * VectorMath.Steps);
            foreach (var kept in frames)
                least = Math.Min(least, _task.Metric.Squared(ref kept.Features[0], ref mean[0], least));
            nearest[c] = (float)(Math.Sqrt(least) / VectorMath.Steps);
        }
    }

    // What choosing every candidate would cover: gains are shares of it.
    private double Full()
    {
        var least = _nearest.ToArray();
        for (var s = 0; s < _task.Candidates.Count; s++) CoverageMath.Lower(least, DistancesOf(s));
        return Math.Max(CoverageMath.Gain(_archived, least, _weights), 1e-9);
    }

    private ReadOnlySpan<float> DistancesOf(int candidate) => _distances.AsSpan(candidate * Count, Count);

    private (double Coverage, double Tracks, double Episodes) GainOf(int candidate)
    {
        var of = _task.Candidates[candidate];
        var (tracks, episodes) = (0.0, 0.0);
        foreach (var id in of.Tracks)
            if (!_shown.Contains(id)) tracks += _task.TrackWorth.GetValueOrDefault(id);
        if (of.Episodes is { } shown)
            foreach (var episode in shown)
                if (!_covered.Contains(episode)) episodes += _task.EpisodeWorth.GetValueOrDefault(episode);
        var coverage = CoverageMath.Gain(_nearest, DistancesOf(candidate), _weights);
        return (coverage / _full, TrackShare * tracks, EpisodeShare * episodes);
    }

    private void Take(int candidate, bool isGiven)
    {
        var (coverage, tracks, episodes) = GainOf(candidate);
        var of = _task.Candidates[candidate];
        _shown.UnionWith(of.Tracks);
        _covered.UnionWith(of.Episodes ?? []);
        CoverageMath.Lower(_nearest, DistancesOf(candidate));
        _picks.Add(new Pick { Candidate = candidate, IsGiven = isGiven, Coverage = coverage, Tracks = tracks, Episodes = episodes });
    }

    /// <summary>Whether a candidate shows what a kept frame, or a pick other than one, shows already.</summary>
    private bool IsKnown(int candidate, int besides)
    {
        var of = _task.Candidates[candidate];
        if (of.Repeats != null) return true;
        foreach (var other in _others)
            if (of.Episodes is not { Count: > 0 } && KeptFrames.IsRepeated(of, other)) return true;
        var hasNothingNew = HasNothingNew(of);
        foreach (var pick in _picks)
        {
            if (pick.Candidate == besides) continue;
            var other = _task.Candidates[pick.Candidate];
            if (other == of || (hasNothingNew && IsAlike(of, other.Features, other.Luma))) return true;
        }

        if (!hasNothingNew) return false;
        foreach (var kept in _task.Archive)
            if (IsAlike(of, kept.Features, kept.Luma)) return true;
        return false;
    }

    // What shows new tracks is no duplicate: a small object may be less than the tiles see.
    private bool HasNothingNew(Candidate candidate)
    {
        if (candidate.Episodes is { Count: > 0 }) return false;
        foreach (var id in candidate.Tracks)
            if (!_shown.Contains(id)) return false;
        return true;
    }

    private static bool IsAlike(Candidate candidate, short[] features, byte[] luma)
    {
        const double near = KeptFrames.Near * VectorMath.Steps;
        const long far = (long)(near * near);
        return VectorMath.SquaredDistance(ref candidate.Features[0], ref features[0], AppearanceFeatures.Length, far) <= far && TileTest.AreAlike(candidate.Luma, luma);
    }

    /// <summary>Exchanges single choices while that helps.</summary>
    /// <returns>Whether any was.</returns>
    public bool Exchange()
    {
        var any = false;
        var (all, rest) = (new float[Count], new float[Count]);
        var owned = new List<int>(Count);
        var gains = new double[_task.Candidates.Count];
        var chosen = new bool[_task.Candidates.Count];
        foreach (var pick in _picks) chosen[pick.Candidate] = true;
        var isStale = true;
        for (var round = 0; round < ExchangeRounds; round++)
        {
            var moved = false;
            for (var p = 0; p < _picks.Count; p++)
            {
                if (_picks[p].IsGiven || ShowsWhatNoOtherDoes(p)) continue;
                if (isStale)
                {
                    // What each candidate would bring beside all picks, until the picks change.
                    Rest(-1, all);
                    for (var s = 0; s < gains.Length; s++) gains[s] = chosen[s] ? 0 : CoverageMath.Gain(all, DistancesOf(s), _weights);
                    isStale = false;
                }

                Rest(p, rest);
                var now = _picks[p].Candidate;
                if (BestInstead(all, rest, owned, gains, chosen, now) is not { } best) continue;
                (chosen[now], chosen[best], _picks[p].Candidate) = (false, true, best);
                (any, moved, isStale) = (true, true, true);
            }

            if (!moved) break;
        }

        return any;
    }

    /// <summary>The candidate that serves better than one pick.</summary>
    /// <param name="all">How far each cluster is from all picks.</param>
    /// <param name="rest">How far it is from all but the one.</param>
    /// <param name="owned">Overwritten.</param>
    /// <param name="gains">What each candidate would bring beside all picks.</param>
    /// <param name="chosen">Those that are picks.</param>
    /// <param name="now">The pick.</param>
    private int? BestInstead(float[] all, float[] rest, List<int> owned, double[] gains, bool[] chosen, int now)
    {
        // Only the clusters that no other pick is as near to lose by its going: few, so that a candidate costs a few steps.
        owned.Clear();
        var lost = 0.0;
        for (var c = 0; c < Count; c++)
        {
            if (rest[c] <= all[c]) continue;
            owned.Add(c);
            lost += _weights[c] * (rest[c] - all[c]);
        }

        var least = WorthExchanging * CoverageMath.Cost(all, all, _weights);
        var (best, bestGain) = (-1, lost + least);
        for (var s = 0; s < gains.Length; s++)
        {
            if (chosen[s]) continue;
            var gain = gains[s];
            var distances = DistancesOf(s);
            foreach (var c in CollectionsMarshal.AsSpan(owned)) gain += _weights[c] * (Math.Max(0, rest[c] - distances[c]) - Math.Max(0, all[c] - distances[c]));
            if (gain > bestGain && !IsKnown(s, now)) (best, bestGain) = (s, gain);
        }

        return best < 0 ? null : best;
    }

    private bool ShowsWhatNoOtherDoes(int p)
    {
        var of = _task.Candidates[_picks[p].Candidate];
        foreach (var id in of.Tracks)
        {
            if (!_task.TrackWorth.ContainsKey(id)) continue;
            var elsewhere = false;
            for (var q = 0; q < _picks.Count && !elsewhere; q++)
                elsewhere = q != p && Array.IndexOf(_task.Candidates[_picks[q].Candidate].Tracks, id) >= 0;
            if (!elsewhere) return true;
        }

        return of.Episodes is { Count: > 0 };
    }

    /// <summary>How far each cluster is from the archive and all picks but one.</summary>
    private void Rest(int without, float[] rest)
    {
        _archived.CopyTo(rest, 0);
        for (var q = 0; q < _picks.Count; q++)
            if (q != without) CoverageMath.Lower(rest, DistancesOf(_picks[q].Candidate));
    }

    /// <summary>Says of each pick what it stands for, and what would be lost without it.</summary>
    private void Account()
    {
        var rest = new float[Count];
        foreach (var pick in _picks) (pick.Frames, pick.Clusters) = (0, 0);
        for (var c = 0; c < Count && _picks.Count > 0; c++)
        {
            var nearest = _picks[0];
            foreach (var pick in _picks)
                if (_distances[(pick.Candidate * Count) + c] < _distances[(nearest.Candidate * Count) + c]) nearest = pick;
            nearest.Frames += _task.Clusters[c].Frames;
            nearest.Clusters++;
        }

        Rest(-1, rest);
        var covered = 0.0;
        for (var c = 0; c < Count; c++) covered += _weights[c] * (_archived[c] - rest[c]);
        Covered = covered / _full;
        for (var p = 0; p < _picks.Count; p++)
        {
            Rest(p, rest);
            var worth = _task.Candidates[_picks[p].Candidate].Tracks
                .Where(id => !_picks.Exists(other => other != _picks[p] && Array.IndexOf(_task.Candidates[other.Candidate].Tracks, id) >= 0))
                .Sum(id => _task.TrackWorth.GetValueOrDefault(id));
            _picks[p].Loss = (CoverageMath.Gain(rest, DistancesOf(_picks[p].Candidate), _weights) / _full) + (TrackShare * worth);
        }
    }
}
