using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.EndToEnd.Tests.Servers;
using Sluice.Tests;
using Xunit.Abstractions;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>
/// Each fault against one of sixteen cameras of a running engine: the others lose nothing, the one says what is wrong with it and comes
/// back, no picture is shown that was not sent, and in the end everything adds up and nothing is left behind.
/// </summary>
[Collection(FaultCollection.Name)]
[TestCaseOrderer("Sluice.EndToEnd.Tests.Cameras.ByMethodName", "Sluice.EndToEnd.Tests")]
public sealed class StreamFaultTests(FleetFixture fixture, ITestOutputHelper output) : IClassFixture<FleetFixture>
{
    private static readonly Outcome[] Losses = [Outcome.Dropped, Outcome.Failed, Outcome.Corrupt, Outcome.AwaitingKeyframe, Outcome.Late];

    [RtspTheory, MemberData(nameof(FaultCases.Names), MemberType = typeof(FaultCases))]
    public async Task Camera_WithAFault_IsToldRightlyAndComesBackAlone(string name)
    {
        var fleet = await fixture.GetAsync();
        var number = FaultCases.All.TakeWhile(fault => fault.Name != name).Count();
        var fault = FaultCases.All[number];
        var victim = number % CameraFleet.Size;
        var before = new FleetNote(fleet);
        long started = TimeProvider.System.GetTimestamp(), ended;

        try
        {
            await fault.Begin(fleet, victim);
            fleet.Proxies[victim].Set(fault.Fault);
            await MeanwhileAsync(fleet, fault, victim, before);
        }
        finally
        {
            ended = TimeProvider.System.GetTimestamp();
            await fault.End(fleet, victim);
            fleet.Proxies[victim].Set(Fault.None);
        }

        var then = fleet.PicturesOf(victim);
        await fleet.UntilAsync(() => fleet.StateOf(victim).Status.State == SourceState.Running && fleet.PicturesOf(victim) >= then + TestClip.GroupSize,
            $"{CameraFleet.NameOf(victim)} is back");
        output.WriteLine($"fault {TimeProvider.System.GetElapsedTime(started, ended).TotalSeconds:0.0} s, recovery {TimeProvider.System.GetElapsedTime(ended).TotalSeconds:0.0} s; "
            + $"last error: {fleet.StateOf(victim).Status.LastError}");

        before.AssertNothingLost(fleet, fleet.Others(victim), Losses);
        AssertVictim(fleet, fault, victim, before);
        await AssertWellAgainAsync(fleet, victim);
    }

    [RtspTheory]
    [InlineData(nameof(FaultKind.Stall))]
    [InlineData(nameof(FaultKind.Trickle))]
    [InlineData(nameof(FaultKind.Silent))]
    public async Task Camera_RemovedWhileItHangs_GoesAndComesAlone(string kind)
    {
        const int victim = 3;
        var fleet = await fixture.GetAsync();
        var before = new FleetNote(fleet);
        fleet.Proxies[victim].Set(new Fault(Enum.Parse<FaultKind>(kind)));
        await fleet.UntilAsync(() => fleet.StateOf(victim).Status.State != SourceState.Running, "the camera hangs");

        var removed = await fleet.Engine.RemoveSourceAsync(CameraFleet.NameOf(victim)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, removed.InFlight);
        await fleet.UntilAsync(() => fleet.Others(victim).All(other => fleet.PicturesOf(other) >= before.Pictures[other] + TestClip.Few), "the others go on meanwhile");

        fleet.Proxies[victim].Set(Fault.None);
        var then = fleet.PicturesOf(victim);
        fleet.Engine.AddSource(fleet.ConfigOf(victim));
        await fleet.UntilAsync(() => fleet.PicturesOf(victim) >= then + TestClip.GroupSize, "the camera is back");
        before.AssertNothingLost(fleet, fleet.Others(victim), Losses);
    }

    [RtspFact]
    public async Task Camera_AddedAndRemovedOverAndOver_LeavesNothingBehind()
    {
        const string id = "extra";
        var cycles = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_CYCLES"), out var wanted) ? wanted : 30;
        var fleet = await fixture.GetAsync();
        var (before, seen) = (new FleetNote(fleet), fleet.Watch[id]);
        seen.Clips = [fleet.Clips[0]];
        long resident = 0;
        var handles = 0;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            // The first ones fill pools and heaps that stay.
            if (cycle == cycles / 5) (resident, handles) = (ProcessState.ResidentBytes(), ProcessState.Handles());
            var (accepted, pictures) = (fleet.Proxies[0].Accepted, seen.Pictures);
            fleet.Engine.AddSource(fleet.ConfigOf(0, id));
            if (cycle % 5 == 0) await fleet.UntilAsync(() => seen.Pictures > pictures, "the camera gives pictures");
            else await fleet.UntilAsync(() => fleet.Proxies[0].Accepted > accepted, "the camera connects");
            var removed = await fleet.Engine.RemoveSourceAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(0, removed.InFlight);
        }

        await fleet.UntilAsync(() => fleet.Proxies[0].Open == 1, "the connections are closed");
        Assert.DoesNotContain(ProcessState.ThreadNames(), static name => name.StartsWith("read extra", StringComparison.Ordinal));
        var (grown, more) = (ProcessState.ResidentBytes() - resident, ProcessState.Handles() - handles);
        output.WriteLine($"{cycles} cycles: {grown >> 10} KiB and {more} handles more than after the first fifth");
        Assert.True(more <= 8, $"{more} handles stayed");
        Assert.True(grown < 48 << 20, $"{grown >> 20} MiB stayed");
        Assert.Equal(0, seen.Foreign);
        before.AssertNothingLost(fleet, Enumerable.Range(0, CameraFleet.Size), Losses);
    }

    [RtspFact]
    public async Task Fleet_ServerKilledAndBack_ComesBackWhole()
    {
        var fleet = await fixture.GetAsync();
        var before = new FleetNote(fleet);

        await fleet.RestartServerAsync(() => fleet.UntilAsync(
            () => Enumerable.Range(0, CameraFleet.Size).All(camera => fleet.StateOf(camera).Status.State == SourceState.Reconnecting), "all cameras are lost"));
        var then = Enumerable.Range(0, CameraFleet.Size).Select(fleet.PicturesOf).ToArray();
        await fleet.UntilAsync(() => Enumerable.Range(0, CameraFleet.Size).All(camera => fleet.PicturesOf(camera) >= then[camera] + TestClip.GroupSize), "all cameras are back");

        Assert.All(Enumerable.Range(0, CameraFleet.Size), camera => Assert.Equal(before.Foreign[camera], fleet.Watch[CameraFleet.NameOf(camera)].Foreign));
    }

    [RtspFact]
    public async Task Fleet_Stopped_AddsUpAndLeavesNothingBehind()
    {
        var fleet = await fixture.GetAsync();

        await fleet.StopAsync();

        Assert.All(fleet.Engine.Snapshot().Sources, static source =>
        {
            Assert.Equal(SourceState.Ended, source.Status.State);
            Assert.True(source.InFlight == 0, $"{source.Id}: {source.Arrived} arrived, {string.Join(' ', source.Outcomes)}");
        });
        Assert.Equal(0, fleet.Engine.Budget.Outstanding);
        await fleet.UntilAsync(() => fleet.Proxies.All(static proxy => proxy.Open == 0), "all connections are closed");
        await fleet.UntilAsync(() => !ProcessState.ThreadNames().Any(static name => name.StartsWith("read cam", StringComparison.Ordinal)), "all readers have ended");
        Assert.Empty(ProcessState.SocketsTo([.. fleet.Proxies.Select(static proxy => proxy.Port)]));
    }

    private static void AssertVictim(CameraFleet fleet, FaultCase fault, int victim, FleetNote before)
    {
        var (seen, source) = (fleet.Watch[CameraFleet.NameOf(victim)], fleet.StateOf(victim));
        var strikes = fleet.Proxies[victim].Touched - before.Touched[victim];
        Assert.InRange(seen.Foreign - before.Foreign[victim], 0, fault.MostForeignPerStrike * strikes);
        Assert.Equal(0, seen.FarOff);
        if (fault.Stays) before.AssertNothingLost(fleet, [victim], Losses);
        if (fault.KeepsConnection) Assert.Equal(before.Sources[victim].Status.Reconnects, source.Status.Reconnects);
        if (fault.Loses)
        {
            Assert.True(source.Stream!.LostPackets > before.Sources[victim].Stream!.LostPackets, "no packet counts as lost");
            Assert.True(source.Outcomes[Outcome.AwaitingKeyframe] > before.Sources[victim].Outcomes[Outcome.AwaitingKeyframe], "no frame awaits an intra frame");
            Assert.True(seen.Gaps > before.Gaps[victim], "no picture is missing");
        }

        AssertAddsUp(fleet, victim, before);
        fault.Check(fleet, victim);
    }

    /// <summary>Every frame that arrived has one outcome or is on its way, and what the stage saw is what counts as published.</summary>
    private static void AssertAddsUp(CameraFleet fleet, int camera, FleetNote before)
    {
        // The stage counts before the frame is finished: read in this order what is finished was seen.
        var source = fleet.StateOf(camera);
        var pictures = fleet.PicturesOf(camera);
        Assert.Equal(source.Arrived, source.Outcomes.Values.Sum() + source.InFlight);
        Assert.InRange(source.Outcomes[Outcome.Published] - before.Sources[camera].Outcomes[Outcome.Published], 0, pictures - before.Pictures[camera] + before.Sources[camera].InFlight);
        Assert.Equal(before.Sources[camera].Outcomes[Outcome.Failed], source.Outcomes[Outcome.Failed]);
    }

    /// <summary>
    /// A few groups later nothing of the fault is left: no picture is missing, damaged or refused. When the fault ends, packets that it has
    /// touched are still in sockets and in the decoder, which holds back as many pictures as the stream reorders; the group after the last of
    /// them has to be whole.
    /// </summary>
    private static async Task AssertWellAgainAsync(CameraFleet fleet, int victim)
    {
        const int MostGroups = 4;
        for (var group = 1; ; group++)
        {
            var after = new FleetNote(fleet);
            await fleet.UntilAsync(() => fleet.PicturesOf(victim) >= after.Pictures[victim] + TestClip.GroupSize, $"{CameraFleet.NameOf(victim)} goes on");
            if (group < MostGroups && after.LossOf(fleet, victim, Losses) != null) continue;
            after.AssertNothingLost(fleet, [victim], Losses);
            return;
        }
    }

    private static async Task MeanwhileAsync(CameraFleet fleet, FaultCase fault, int victim, FleetNote before)
    {
        if (fault.Reasons.Length > 0)
            await fleet.UntilAsync(() => fleet.StateOf(victim).Status is var status && fault.States.Contains(status.State) && fault.Reasons.Contains(status.Reason),
                $"{CameraFleet.NameOf(victim)} is {string.Join(" or ", fault.States)} for {string.Join(" or ", fault.Reasons)}");
        await fleet.UntilAsync(() => fleet.Proxies[victim].Touched - before.Touched[victim] >= fault.Strikes, "the fault has struck");
        await fleet.UntilAsync(() => fleet.Others(victim).All(other => fleet.PicturesOf(other) >= before.Pictures[other] + TestClip.Few), "the others go on meanwhile");
    }
}
