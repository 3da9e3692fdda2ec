using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <content>What outlives a process.</content>
internal sealed partial class TriggerWatch
{
    /// <summary>Writes it.</summary>
    /// <param name="to">The state.</param>
    /// <param name="episodes">Those of the period.</param>
    public void Save(StateWriter to, List<Episode> episodes)
    {
        _bucket.Save(to);
        _spare.Save(to);
        to.Int(_granted);
        to.Double(_judgedAt);
        to.Int(_running.Count);
        foreach (var run in _running)
        {
            to.Long(run.Track);
            to.Double(run.LastHeld);
            to.Double(run.LastStood);
            to.Int(run.Episode == null ? -1 : episodes.IndexOf(run.Episode));
        }

        to.Long(Fired);
        to.Long(Suppressed);
        to.Int(_period.Count);
        foreach (var episode in _period) to.Int(episodes.IndexOf(episode));
        (_rule as IKeptRule)?.Save(to);
    }

    /// <summary>Reads it.</summary>
    /// <param name="from">The state.</param>
    /// <param name="episodes">Those of the period.</param>
    public void Load(StateReader from, List<Episode> episodes)
    {
        _bucket.Load(from);
        _spare.Load(from);
        (_granted, _judgedAt) = (from.Int(), from.Double());
        for (var left = from.Count(MostRunning); left > 0; left--)
            _running.Add(new(from.MaybeLong()) { LastHeld = from.Double(), LastStood = from.Double(), Episode = At(from.Int()) });
        (Fired, Suppressed) = (from.Long(), from.Long());
        for (var left = from.Count(); left > 0; left--)
            if (At(from.Int()) is { } one) _period.Add(one);
        (_rule as IKeptRule)?.Load(from);

        Episode? At(int place) => place >= 0 && place < episodes.Count ? episodes[place] : null;
    }
}
