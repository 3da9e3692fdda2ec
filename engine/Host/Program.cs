using Sluice.Host.Commands;

return await CommandTree.RunAsync(args);
