using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <content>What outlives a process.</content>
internal sealed partial class FrameTally
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Long(Frames);
        to.Long(Objects);
        foreach (var (_, values) in Fixed) to.Many<long>((long[])values);
        to.Int(Class.Count);
        foreach (var (label, count) in Class)
        {
            to.Text(label);
            to.Long(count);
        }
    }

    /// <summary>Reads it, into an empty one.</summary>
    public void Load(StateReader from)
    {
        (Frames, Objects) = (from.Long(), from.Long());
        foreach (var (_, values) in Fixed) from.Fill<long>((long[])values);
        for (var left = from.Count(); left > 0; left--) Class[from.Word()] = from.Long();
    }
}
