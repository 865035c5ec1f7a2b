// For browsers that know no modules: every question is shown and the form is sent as it stands.
var hidden = document.querySelectorAll("#form .q[hidden], #form .group[hidden], #form .repeat[hidden]");
for (var n = 0; n < hidden.length; n += 1) hidden[n].removeAttribute("hidden");
