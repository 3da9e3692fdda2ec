using System.Runtime.CompilerServices;

namespace Sluice.Core.Stages.Keyframes;

/// <content>Exchanging choices.</content>
internal sealed partial class Chooser
{
    private const int ExchangeRounds = 3;
    private const double WorthExchanging = 1e-4;

    // The pick that a cluster is nearest to, -1 for none; how far it is from all others; and the pick that is the nearest of those.
    private readonly int[] _owner;
    private readonly float[] _second;
    private readonly int[] _secondOwner;

    /// <summary>Exchanges single choices while that helps.</summary>
    /// <returns>Whether any was.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Exchange()
    {
        Survey();
        GainAll();
        var any = false;
        var without = new double[_gains.Length];
        var chosen = new bool[_gains.Length];
        var repeats = new int[_gains.Length];
        Array.Fill(repeats, Unknown);
        foreach (var pick in _picks) chosen[pick.Candidate] = true;
        for (var round = 0; round < ExchangeRounds; round++)
        {
            var moved = false;
            for (var p = 0; p < _picks.Count; p++)
            {
                if (_picks[p].IsGiven || ShowsWhatNoOtherDoes(p) || BestInstead(p, chosen, repeats, without) is not { } best) continue;
                (chosen[_picks[p].Candidate], chosen[best]) = (false, true);
                Replace(p, best);
                Array.Fill(repeats, Unknown);
                any = moved = true;
            }

            if (!moved) break;
        }

        return any;
    }

    /// <summary>Finds out which picks each cluster is nearest to.</summary>
    private void Survey()
    {
        for (var c = 0; c < Count; c++) (_nearest[c], _owner[c], _second[c], _secondOwner[c]) = NearestOf(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Nearest, int Owner, float Second, int SecondOwner) NearestOf(int cluster)
    {
        var distances = DistancesTo(cluster);
        var (nearest, owner, second, secondOwner) = (_archived[cluster], -1, float.PositiveInfinity, -1);
        for (var p = 0; p < _picks.Count; p++)
        {
            var distance = distances[_picks[p].Candidate];
            if (distance < nearest) (nearest, owner, second, secondOwner) = (distance, p, nearest, owner);
            else if (distance < second) (second, secondOwner) = (distance, p);
        }

        return (nearest, owner, second, secondOwner);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Replace(int p, int candidate)
    {
        _picks[p].Candidate = candidate;
        for (var c = 0; c < Count; c++)
        {
            if (_owner[c] != p && _secondOwner[c] != p && Distance(candidate, c) >= _second[c]) continue;
            (var nearest, _owner[c], _second[c], _secondOwner[c]) = NearestOf(c);
            Move(c, nearest);
        }
    }

    /// <summary>The candidate that serves better than one pick.</summary>
    /// <param name="p">The pick.</param>
    /// <param name="chosen">Those that are picks.</param>
    /// <param name="repeats">What each repeats, as far as it is known; filled in.</param>
    /// <param name="gains">Overwritten: what each would cover without that pick.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int? BestInstead(int p, bool[] chosen, int[] repeats, double[] gains)
    {
        _gains.CopyTo(gains, 0);
        var (lost, all) = (0.0, 0.0);
        for (var c = 0; c < Count; c++)
        {
            all += _weights[c] * _nearest[c];
            if (_owner[c] != p) continue;
            lost += _weights[c] * (_second[c] - _nearest[c]);
            CoverageMath.AddBetween(gains, DistancesTo(c), _nearest[c], _second[c], _weights[c]);
        }

        var (best, bestGain) = (-1, lost + (WorthExchanging * all));
        for (var s = 0; s < gains.Length; s++)
        {
            if (gains[s] <= bestGain || chosen[s]) continue;
            if (repeats[s] == Unknown) repeats[s] = RepeatOf(s);
            if (repeats[s] == Nothing || repeats[s] == p) (best, bestGain) = (s, gains[s]);
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
}
