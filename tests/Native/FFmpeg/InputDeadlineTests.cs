using System.Diagnostics;
using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class InputDeadlineTests
{
    [Fact]
    public void Check_OverdueCall_IsFlaggedAndTheNextCallStartsClean()
    {
        var state = new InterruptState();
        try
        {
            state.Arm(TimeSpan.FromMinutes(1));
            state.Check(Stopwatch.GetTimestamp());
            Assert.False(state.IsOverdue);

            state.Check(Stopwatch.GetTimestamp() + (2 * 60 * Stopwatch.Frequency));
            Assert.True(state.IsOverdue);

            state.Arm(TimeSpan.FromMinutes(1));
            Assert.False(state.IsOverdue);
        }
        finally
        {
            state.Free();
        }
    }

    [Fact]
    public void Check_NoLimit_IsNeverOverdue()
    {
        var state = new InterruptState();
        try
        {
            state.Arm(TimeSpan.Zero);
            state.Check(long.MaxValue - 1);
            Assert.False(state.IsOverdue);
        }
        finally
        {
            state.Free();
        }
    }

    [Fact]
    public async Task Open_RtspServerThatTricklesItsAnswer_TimesOut()
    {
        await using var server = FakeServer.Dribbling("RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY\r\n", TimeSpan.FromMilliseconds(100));

        var fault = Assert.Throws<AvException>(() => Demuxer.Open($"rtsp://127.0.0.1:{server.Port}/one",
            new DemuxerOptions { OpenTimeout = TimeSpan.FromSeconds(1), ReadTimeout = TimeSpan.FromSeconds(1) }));

        Assert.True(fault.IsTimeout);
        Assert.True(fault.IsDeadline);
    }

    [Fact]
    public void Names_OfTheInstalledFFmpeg_HoldTheBasicProtocols()
    {
        Assert.Contains("tcp", InputProtocols.Names);
        Assert.Contains("file", InputProtocols.Names);
    }

    [Fact]
    public void Require_DeviceThatNoFFmpegHas_SaysWhatIsMissing()
        => Assert.NotEmpty(Assert.Throws<NotSupportedException>(() => CaptureDevices.Require("no_such_device")).Message);
}
