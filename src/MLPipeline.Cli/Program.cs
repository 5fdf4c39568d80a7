using MLPipeline.Cli;

OptionalParts.Register();
return await App.RunAsync(App.CreateRoot(), args, Console.Out, Console.Error);
