using Sluice.Abstractions;
using Sluice.Core.Archive.Catalog;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Core.Stages.Keyframes.Report.Page;
using Sluice.Core.Tests.Archive;
using Sluice.Tests;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Keyframes.Report;

public sealed class ReportTests : IDisposable
{
    private readonly SinkFixture _fixture = new();
    private readonly ArchiveFixture _archive = new();

    [Fact]
    public void JensenShannon_KnownDistributions_IsWhatTheFormulaSays()
    {
        Assert.Equal(0, Divergence.JensenShannon([1, 2, 3], [10, 20, 30])!.Value, 12);
        Assert.Equal(1, Divergence.JensenShannon([5, 0], [0, 9])!.Value, 12);
        // m = (.75, .25): .5 log2(1/.75) + .5 (.5 log2(.5/.75) + .5 log2(.5/.25))
        Assert.Equal(0.311278, Divergence.JensenShannon([7, 0], [2, 2])!.Value, 6);
        Assert.Null(Divergence.JensenShannon([0, 0], [1, 1]));
    }

    [Fact]
    public void VendiNumber_AlikeAndUnlike_IsOneAndAll()
    {
        static float[] At(int i)
        {
            var vector = new float[16];
            vector[i] = 10;
            return vector;
        }

        Assert.Equal(1, VendiNumber.Of([.. Enumerable.Repeat(At(0), 8)], 1), 6);
        Assert.Equal(8, VendiNumber.Of([.. Enumerable.Range(0, 8).Select(At)], 1), 6);
        Assert.Equal(4, VendiNumber.Of([.. Enumerable.Range(0, 8).Select(i => At(i / 2))], 1), 6);
    }

    [Fact]
    public void Offer_SteadyFrames_AllocatesNothing()
    {
        var tally = new PeriodTally("box", "pick");
        using var frame = _fixture.Frame("cam", 1, SinkFixture.Car(), SinkFixture.Car());
        Assert.Equal(0, SteadyAllocation.Of(1000, () => tally.Offer(frame, 100)));
    }

    [Fact]
    public void Report_ChosenFrames_AreComparedWithAll()
    {
        var report = Report();
        Assert.Equal(200, report.All.Frames);
        Assert.Equal((22, 2), (report.Archive.Frames, report.Random.Frames));
        Assert.True(report.ArchiveDivergence["class"] > report.RandomDivergence["class"]);
        Assert.Equal("bus, large, top left, 12-15 h", Assert.Single(report.Surprising).Cell);
        var read = KeyframeReport.Parse(report.ToJson());
        Assert.Equal(report.All.Class, read.All.Class);
        Assert.Equal(report.Period.Outcomes, read.Period.Outcomes);
        Assert.Equal(report.ToLine(), read.ToLine());
    }

    [Fact]
    public async Task WriteReportAsync_PeriodOver_LiesInTheArchiveAndCounts()
    {
        await using (var librarian = await _archive.OpenAsync())
        {
            await librarian.KeepAsync(ArchiveFixture.Item(1), default);
            Assert.True(await librarian.WriteReportAsync("cam", Report(), default));
            Assert.True(await librarian.WriteReportAsync("cam", Report(), default));
            Assert.Equal(_archive.Bytes(), librarian.Counts.Bytes);
        }

        await using var again = await _archive.OpenAsync();
        Assert.Equal(_archive.Bytes(), again.Counts.Bytes);
        Assert.Equal(1, again.Counts.Keyframes);
    }

    [Fact]
    public async Task OfAsync_ArchiveWithReport_IsAPageThatNeedsNothingElse()
    {
        await using (var librarian = await _archive.OpenAsync())
        {
            await librarian.KeepAsync(ArchiveFixture.Item(1), default);
            await librarian.WriteReportAsync("cam", Report(), default);
        }

        using var catalog = ArchiveCatalog.Open(_archive.Folder, null);
        var page = await ReportPage.OfAsync(catalog, await ReportData.ReadAsync(catalog, new(), default), 10, SinkFixture.Noon, default);

        Assert.Contains("objects by class", page, StringComparison.Ordinal);
        Assert.Contains("bus, large, top left", page, StringComparison.Ordinal);
        Assert.Contains("&lt;rule&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<rule>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _archive.Dispose();
        _fixture.Dispose();
    }

    private KeyframeReport Report()
    {
        var tally = new PeriodTally("box", "pick");
        var bus = new Detection(5, "bus", 0.9f, new(0, 0, 30, 30));
        var chosen = new List<KeptFrameFigure>();
        for (var i = 0; i < 200; i++)
        {
            using var frame = i % 10 == 0 ? _fixture.Frame("cam", i, bus) : _fixture.Frame("cam", i, SinkFixture.Car());
            tally.Offer(frame, i);
            if (i % 10 != 0 && i % 100 != 5) continue;
            var why = new KeyframeRecord
            {
                Keyframe = new() { Score = 1, Reasons = new Dictionary<string, double>(), Embedding = new float[] { i, 1 } },
                Period = SinkFixture.Noon,
                IsRandom = i % 100 == 5,
                RareCell = i % 10 == 0 ? "bus, large, top left, 12-15 h" : null,
                Surprise = i % 10 == 0 ? 8.5 : 0,
                Luma = i,
            };
            chosen.Add(new(frame.WithPicture(null), why, ArchiveFixture.Key(i)));
        }

        var figures = new PeriodFigures
        {
            Source = "cam",
            From = SinkFixture.Noon,
            To = SinkFixture.Noon.AddHours(1),
            Offered = 200,
            Outcomes = new Dictionary<string, long> { ["merged"] = 180, ["archived"] = 20 },
            Budget = 24,
            Chosen = 20,
            Covered = 0.8,
            Reach = 2,
            Triggers = [new("<rule>", 2, 1)],
        };
        var report = tally.Report(tally.Take(), figures, chosen);
        foreach (var one in chosen) one.Frame.Dispose();
        return report;
    }
}
