using MLPipeline.Cli;

return await App.RunAsync(App.CreateRoot(), args, Console.Out, Console.Error);
