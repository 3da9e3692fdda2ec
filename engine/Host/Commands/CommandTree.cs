using System.CommandLine;
using Sluice.Core.Config;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Commands;

/// <summary>The program's commands, and what an error of each kind ends with.</summary>
internal static class CommandTree
{
    /// <summary>Parses and runs a command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"sluice: {error.Message}");
            await Console.Error.WriteLineAsync("'sluice --help' lists the commands, 'sluice COMMAND --help' what one takes.");
            return ExitCode.BadUsage;
        }

        try
        {
            // The commands watch for Ctrl+C themselves, to drain; a second one ends the process.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (ConfigException fault)
        {
            foreach (var error in fault.Errors) await Console.Error.WriteLineAsync(error.ToString());
            return ExitCode.BadUsage;
        }
        catch (UsageException fault)
        {
            await Console.Error.WriteLineAsync($"sluice: {fault.Message}");
            return ExitCode.BadUsage;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync($"sluice: {SourceUrl.Redact(fault.Message)}");
            if (Environment.GetEnvironmentVariable("SLUICE_TRACE") == "1") await Console.Error.WriteLineAsync(SourceUrl.Redact(fault.ToString()));
            return ExitCode.Failed;
        }
    }

    /// <summary>All commands with their arguments and options.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("Sluice: a dataflow engine for video. One engine a box: cameras in, detections, keyframes and metadata out.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(SourcesCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());
        root.Subcommands.Add(ValidateCommand.Create());
        root.Subcommands.Add(PlanCommand.Create());
        root.Subcommands.Add(SchemaCommand.Create());
        root.Subcommands.Add(ProbeCommand.Create());
        root.Subcommands.Add(EvalCommand.Create());
        root.Subcommands.Add(ModelsCommand.Create());
        root.Subcommands.Add(KeyframesCommand.Create());
        root.Subcommands.Add(SceneCommand.Create());
        root.Subcommands.Add(BenchCommand.Create());
        root.Subcommands.Add(StoreCommand.Create());
        root.Subcommands.Add(QueryCommand.Create());
        return root;
    }
}
