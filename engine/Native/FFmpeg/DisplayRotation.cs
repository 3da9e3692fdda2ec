namespace Sluice.Native.FFmpeg;

/// <summary>Reads the turn a player has to apply out of a stream's display matrix.</summary>
internal static unsafe class DisplayRotation
{
    /// <summary>0, 90, 180 or 270 degrees clockwise; other angles go to the nearest of these.</summary>
    internal static int Of(nint stream)
    {
        nuint size = 0;
        var matrix = AvFormat.av_stream_get_side_data(stream, AvCodec.AV_PKT_DATA_DISPLAYMATRIX, &size);
        return matrix == 0 || size < 9 * sizeof(int) ? 0 : OfMatrix((int*)matrix);
    }

    internal static int OfMatrix(int* matrix)
    {
        // av_display_rotation_get counts counter-clockwise, -180 to 180, and gives NaN for a singular matrix.
        var counterClockwise = AvUtil.av_display_rotation_get(matrix);
        if (!double.IsFinite(counterClockwise)) return 0;
        var quarters = (int)Math.Round(-counterClockwise / 90, MidpointRounding.AwayFromZero);
        return ((quarters % 4) + 4) % 4 * 90;
    }
}
