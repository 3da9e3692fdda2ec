using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// Sorts packets into places whose sizes compare: by how the picture is used, and how far behind the intra frame it stands. Encoders spend
/// more bits right behind an intra frame, and rate control swings the same way in every group; compared place by place both vanish.
/// </summary>
internal static class PacketClasses
{
    /// <summary>Number of places.</summary>
    public const int Count = Kinds * Positions;

    private const int Kinds = 3, Positions = 64;

    /// <summary>The place of a packet that is no intra frame.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="position">Packets since the intra frame, from 1; those far behind share the last place.</param>
    public static int Of(in PacketFacts facts, int position)
    {
        var kind = facts.IsDisposable ? 2 : facts.Type == PictureType.B ? 1 : 0;
        return (kind * Positions) + Math.Min(position, Positions) - 1;
    }

    /// <summary>Whether two places are of one kind of picture.</summary>
    public static bool AreAlike(int a, int b) => a / Positions == b / Positions;
}
