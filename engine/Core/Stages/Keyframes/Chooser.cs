using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Chooses among the candidates of a period those that together show the most: every cluster by the nearest chosen frame (weighted facility
/// location), every track and every episode by a frame that shows it. All three are monotone and submodular, so greedy choice is within
/// 1 - 1/e of the best; afterwards choices that serve appearance alone are exchanged while that helps. Its loops are compiled whole at once: it
/// runs once a period, so that the runtime would find out late that they are worth it.
/// </summary>
internal sealed partial class Chooser
{
    /// <summary>What all tracks together count beside all of appearance.</summary>
    public const double TrackShare = 0.2;

    /// <summary>
    /// What all episodes together count beside all of appearance. Whoever writes rules, and says how many episodes of each, wants them before the
    /// forty-fifth picture of the usual: with 0.2 a third of the episodes had to stand back for those.
    /// </summary>
    public const double EpisodeShare = 0.6;

    // Far more than distances in single precision are off.
    private const float Rounding = 1e-3f;
    private const int Nothing = -1, Several = -2, Unknown = -3;
    private readonly ChoiceTask _task;
    private readonly float[] _weights;

    // Of all candidates to a cluster, one cluster after another: what changes at a cluster changes all candidates' gains at once.
    private readonly float[] _distances;

    // How far each cluster is from what is archived; from that and what other sources would choose; and from the picks as well.
    private readonly float[] _paid;
    private readonly float[] _archived;
    private readonly float[] _nearest;

    // What each candidate would cover beside the picks, in frames times distance.
    private readonly double[] _gains;

    // The cluster that each candidate is nearest to; -1 where nobody asked yet.
    private readonly int[] _homes;
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
        (_owner, _second, _secondOwner) = (new int[Count], new float[Count], new int[Count]);
        _gains = new double[task.Candidates.Count];
        _homes = new int[task.Candidates.Count];
        Array.Fill(_homes, -1);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public IReadOnlyList<Pick> Rank(int most, IReadOnlyList<int>? givens = null)
    {
        _picks.Clear();
        _covered.Clear();
        _shown.Clear();
        _shown.UnionWith(_task.Shown);
        _archived.CopyTo(_nearest, 0);
        GainAll();
        foreach (var given in givens ?? _task.Given)
            if (_picks.Count < most) Take(given, isGiven: true);
        var (bounds, shows, round) = (new double[_gains.Length], new double[_gains.Length], new int[_gains.Length]);
        for (var s = 0; s < shows.Length; s++) shows[s] = ShownBy(s);
        foreach (var pick in _picks) shows[pick.Candidate] = double.NegativeInfinity;
        CoverageMath.Add(_gains, 1 / _full, shows, bounds);
        while (_picks.Count < most)
        {
            var best = CoverageMath.Largest(bounds);
            if (best < 0 || bounds[best] <= 1e-9) break;
            if (round[best] != _picks.Count + 1)
            {
                // What its tracks and episodes bring only shrinks as more is chosen: what they brought before bounds it.
                shows[best] = ShownBy(best);
                bounds[best] = (_gains[best] / _full) + shows[best];
                round[best] = _picks.Count + 1;
                continue;
            }

            shows[best] = bounds[best] = double.NegativeInfinity;
            if (RepeatOf(best, isOneEnough: true) != Nothing)
            {
                _task.Candidates[best].IsDuplicate = true;
                continue;
            }

            Take(best, isGiven: false);
            CoverageMath.Add(_gains, 1 / _full, shows, bounds);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] Distances()
    {
        // So many clusters' means stay in the nearest cache while all candidates go by, four at a time.
        const int Block = 16;
        var (candidates, clusters) = (_task.Candidates, _task.Clusters);
        var means = new short[Block * Length];
        var distances = GC.AllocateUninitializedArray<float>(candidates.Count * clusters.Count);
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
                        distances[((start + c) * candidates.Count) + s + i] = away[i];
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Full()
    {
        var sum = 0.0;
        for (var c = 0; c < Count; c++) sum += _weights[c] * Math.Max(0, (double)_archived[c] - CoverageMath.Smallest(DistancesTo(c)));
        return Math.Max(sum, 1e-9);
    }

    private ReadOnlySpan<float> DistancesTo(int cluster) => _distances.AsSpan(cluster * _gains.Length, _gains.Length);

    private float Distance(int candidate, int cluster) => _distances[(cluster * _gains.Length) + candidate];

    /// <summary>Works out what each candidate would cover beside the picks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GainAll()
    {
        Array.Clear(_gains);
        for (var c = 0; c < Count; c++) CoverageMath.AddBetween(_gains, DistancesTo(c), 0, _nearest[c], _weights[c]);
    }

    /// <summary>Notes how far a cluster is from the picks, and what that changes for all candidates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(int cluster, float now)
    {
        var before = _nearest[cluster];
        _nearest[cluster] = now;
        if (now < before) CoverageMath.AddBetween(_gains, DistancesTo(cluster), now, before, -_weights[cluster]);
        else if (now > before) CoverageMath.AddBetween(_gains, DistancesTo(cluster), before, now, _weights[cluster]);
    }

    private (double Tracks, double Episodes) WorthOf(Candidate of)
    {
        var (tracks, episodes) = (0.0, 0.0);
        foreach (var id in of.Tracks)
            if (!_shown.Contains(id)) tracks += _task.TrackWorth.GetValueOrDefault(id);
        if (of.Episodes is { } shown)
            foreach (var episode in shown)
                if (!_covered.Contains(episode)) episodes += _task.EpisodeWorth.GetValueOrDefault(episode);
        return (TrackShare * tracks, EpisodeShare * episodes);
    }

    private double ShownBy(int candidate)
    {
        var (tracks, episodes) = WorthOf(_task.Candidates[candidate]);
        return tracks + episodes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(int candidate, bool isGiven)
    {
        var of = _task.Candidates[candidate];
        var (tracks, episodes) = WorthOf(of);
        _picks.Add(new Pick { Candidate = candidate, IsGiven = isGiven, Coverage = _gains[candidate] / _full, Tracks = tracks, Episodes = episodes });
        _shown.UnionWith(of.Tracks);
        _covered.UnionWith(of.Episodes ?? []);
        for (var c = 0; c < Count; c++)
            if (Distance(candidate, c) is var distance && distance < _nearest[c]) Move(c, distance);
    }

    /// <summary>What a candidate repeats: the place of a pick, <see cref="Several"/> for what is kept or more than one, <see cref="Nothing"/>.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="isOneEnough">Whether the first that is found is the answer.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int RepeatOf(int candidate, bool isOneEnough = false)
    {
        var of = _task.Candidates[candidate];
        if (of.Repeats != null) return Several;
        foreach (var other in _others)
            if (of.Episodes is not { Count: > 0 } && KeptFrames.IsRepeated(of, other)) return Several;
        var hasNothingNew = HasNothingNew(of);
        var repeated = Nothing;
        for (var p = 0; p < _picks.Count; p++)
        {
            var other = _task.Candidates[_picks[p].Candidate];
            if (other != of && !(hasNothingNew && MayBeAlike(candidate, _picks[p].Candidate) && IsAlike(of, other.Features, other.Luma))) continue;
            if (repeated != Nothing || isOneEnough) return Several;
            repeated = p;
        }

        if (!hasNothingNew) return repeated;
        foreach (var kept in _task.Archive)
            if (IsAlike(of, kept.Features, kept.Luma)) return Several;
        return repeated;
    }

    // What shows new tracks is no duplicate: a small object may be less than the tiles see.
    private bool HasNothingNew(Candidate candidate)
    {
        if (candidate.Episodes is { Count: > 0 }) return false;
        foreach (var id in candidate.Tracks)
            if (!_shown.Contains(id)) return false;
        return true;
    }

    /// <summary>Whether two candidates may be near each other: their distances to the cluster that one of them is nearest to differ no more than the two are apart.</summary>
    private bool MayBeAlike(int candidate, int pick)
    {
        // Nothing follows for plain features from distances that a learned block is part of.
        if (Length != AppearanceFeatures.Length || Count == 0) return true;
        var distances = DistancesTo(HomeOf(pick));
        return Math.Abs(distances[candidate] - distances[pick]) <= KeptFrames.Near * (1 + Rounding);
    }

    /// <summary>The cluster that a candidate is nearest to.</summary>
    private int HomeOf(int candidate)
    {
        ref var home = ref _homes[candidate];
        if (home >= 0) return home;
        home = 0;
        for (var c = 1; c < Count; c++)
            if (Distance(candidate, c) < Distance(candidate, home)) home = c;
        return home;
    }

    private static bool IsAlike(Candidate candidate, short[] features, byte[] luma)
    {
        const double near = KeptFrames.Near * VectorMath.Steps;
        const long far = (long)(near * near);
        return VectorMath.SquaredDistance(ref candidate.Features[0], ref features[0], AppearanceFeatures.Length, far) <= far && TileTest.AreAlike(candidate.Luma, luma);
    }

    /// <summary>Says of each pick what it stands for, and what would be lost without it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Account()
    {
        Survey();
        var lost = new double[_picks.Count];
        var covered = 0.0;
        foreach (var pick in _picks) (pick.Frames, pick.Clusters) = (0, 0);
        for (var c = 0; c < Count && _picks.Count > 0; c++)
        {
            var distances = DistancesTo(c);
            var nearest = _picks[0];
            foreach (var pick in _picks)
                if (distances[pick.Candidate] < distances[nearest.Candidate]) nearest = pick;
            nearest.Frames += _task.Clusters[c].Frames;
            nearest.Clusters++;
            covered += _weights[c] * (_archived[c] - _nearest[c]);
            if (_owner[c] >= 0) lost[_owner[c]] += _weights[c] * (_second[c] - _nearest[c]);
        }

        Covered = covered / _full;
        for (var p = 0; p < _picks.Count; p++)
        {
            var worth = _task.Candidates[_picks[p].Candidate].Tracks
                .Where(id => !_picks.Exists(other => other != _picks[p] && Array.IndexOf(_task.Candidates[other.Candidate].Tracks, id) >= 0))
                .Sum(id => _task.TrackWorth.GetValueOrDefault(id));
            _picks[p].Loss = (lost[p] / _full) + (TrackShare * worth);
        }
    }
}
