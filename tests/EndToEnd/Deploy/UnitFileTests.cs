using System.Text.RegularExpressions;
using Sluice.Host;

namespace Sluice.EndToEnd.Tests.Deploy;

public sealed class UnitFileTests
{
    private static readonly string File = DeployFiles.Text("config/systemd/sluice.service");

    [Fact]
    public void ExecStart_IsTakenByTheProgram() => Assert.Empty(DeployFiles.Refusals(Value("ExecStart").Split(' ')[1..]));

    [Fact]
    public void ExitCodes_AreThoseOfTheProgram()
        => Assert.Equal(($"{ExitCode.Interrupted}", $"{ExitCode.BadUsage}"), (Value("SuccessExitStatus"), Value("RestartPreventExitStatus")));

    [Fact]
    public void Variables_OfThisProgram_AreReadAndLieInFoldersOfTheUnit()
    {
        Assert.Empty(DeployFiles.UnknownVariables(File));
        foreach (Match match in Regex.Matches(File, @"SLUICE_[A-Z]+=/var/(lib|cache)/(\S+)"))
            Assert.Contains(match.Groups[2].Value.Split('/')[0], Value(match.Groups[1].Value == "lib" ? "StateDirectory" : "CacheDirectory").Split(' '));
    }

    [Fact]
    public void Type_IsWhatTheProgramSpeaks() => Assert.Equal(("notify", "30s"), (Value("Type"), Value("WatchdogSec")));

    private static string Value(string key) => Regex.Match(File, $"^{key}=(.*)$", RegexOptions.Multiline).Groups[1].Value;
}
