using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode.Selection;

/// <summary>
/// Feeds a gate a made-up stream: 10 packets a second, an intra frame every 2 s, and cells for pictures. What packets cost and pictures show
/// is up to the test.
/// </summary>
internal sealed class QuietStreet
{
    private const int RateHz = 10, GroupPackets = 20;
    private readonly SourceGate _gate;
    private readonly Random _noise = new(5);
    private int _packet;

    public QuietStreet(GateOptions? options = null, bool hasPictures = true)
    {
        (_gate, HasPictures) = (new SourceGate(options ?? new GateOptions(), "cam", NullLogger.Instance), hasPictures);
        Array.Fill(Picture, 100);
    }

    public bool HasPictures { get; }

    /// <summary>What the camera sees.</summary>
    public float[] Picture { get; } = new float[PictureGrid.Cells];

    /// <summary>What a packet between intra frames takes, as a multiple of quiet.</summary>
    public double Cost { get; set; } = 1;

    /// <summary>How much packets vary by themselves, in octaves.</summary>
    public double Noise { get; set; } = 0.05;

    public double Seconds => (double)_packet / RateHz;

    public bool IsOpen => _gate.IsOpen;

    public GateCounts Counts => _gate.Counts;

    /// <summary>Times of pictures looked at, of frames handed on while closed, and of openings.</summary>
    public List<double> Looks { get; } = [];

    public List<double> Floors { get; } = [];

    public List<double> Openings { get; } = [];

    /// <summary>How far back it wanted to begin when it opened last.</summary>
    public double LookBackSeconds { get; private set; }

    /// <summary>Puts something as large as 3 x 3 cells somewhere.</summary>
    public void Put(int column, int row, float luma)
    {
        for (var y = row; y < row + 3; y++)
            for (var x = column; x < column + 3; x++) Picture[(y * PictureGrid.Columns) + x] = luma;
    }

    /// <summary>Lets time pass.</summary>
    public void Run(double seconds, Action? eachPacket = null)
    {
        for (var left = (int)Math.Round(seconds * RateHz); left > 0; left--)
        {
            eachPacket?.Invoke();
            Step();
        }
    }

    private void Step()
    {
        var isIntra = _packet % GroupPackets == 0;
        var (seconds, wasOpen) = (Seconds, _gate.IsOpen);
        _packet++;
        var octaves = Noise * (_noise.NextDouble() + _noise.NextDouble() - 1) * 2;
        var facts = new PacketFacts { Type = isIntra ? PictureType.I : PictureType.P, IsIntra = isIntra, IsReset = isIntra, IsShown = true, IsWhole = true };
        var bytes = isIntra ? 20_000 : (int)(1_000 * Cost * double.Exp2(octaves));
        var step = _gate.Take(facts, bytes, seconds);
        if (step == GateStep.Look)
        {
            Looks.Add(seconds);
            if (_gate.Conclude(_gate.Look(Picture), seconds) && !_gate.IsOpen) Floors.Add(seconds);
        }
        else if (step == GateStep.Decode && isIntra)
        {
            if (!_gate.IsOpen) Floors.Add(seconds);
            else if (HasPictures) _gate.Watch(Picture, seconds);
        }

        if (!_gate.IsOpen || wasOpen) return;
        Openings.Add(seconds);
        LookBackSeconds = _gate.LookBackSeconds(null);
    }
}
